package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import io.entrosum.family.Components;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.io.ModelFile;
import io.entrosum.model.Mixture;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A trained mixture with the names of its columns.
 *
 * @param metadata free text of the model file
 */
record SavedMixture(Mixture mixture, List<String> columns, Map<String, String> metadata)
    implements java.io.Serializable {
  /** The key of the names of the categories of each categorical column, as JSON. */
  static final String CATEGORIES = "entrosum.categories";

  /**
   * Loads a mixture.
   *
   * @param key what says where it is, for messages
   * @throws JobException if there is nothing there, or another type of model
   */
  static SavedMixture load(String key, String location, Configuration hadoop) {
    if (!FileSystems.matches(location, hadoop)) {
      throw JobException.usage(key + ": no such file or folder: " + location);
    }
    ModelFile file = ModelStorage.load(location, hadoop);
    if (file.model() instanceof Mixture mixture) {
      return new SavedMixture(mixture, file.columns(), file.metadata());
    }
    throw JobException.usage(key + ": " + location + " is no mixture");
  }

  /** The parts of the components, each over some of the columns. */
  List<ProductComponents.Part> parts() {
    Components components = mixture.components();
    int[] all = IntStream.range(0, components.dimensions()).toArray();
    return components instanceof ProductComponents product
        ? product.parts()
        : List.of(new ProductComponents.Part(components, all));
  }

  /** The Gaussian components over all or some of the columns, if there are any. */
  Optional<GaussianComponents> gaussian() {
    return parts().stream()
        .map(ProductComponents.Part::components)
        .filter(GaussianComponents.class::isInstance)
        .map(GaussianComponents.class::cast)
        .findFirst();
  }

  /** The family of each column, by name. */
  Map<String, String> families() {
    Map<String, String> families = new LinkedHashMap<>();
    columns.forEach(column -> families.put(column, ""));
    for (ProductComponents.Part part : parts()) {
      for (int j = 0; j < part.columns().length; j++) {
        String family =
            part.components() instanceof IndependentColumns independent
                ? independent.families().get(j).name()
                : part.components().family();
        families.put(columns.get(part.columns()[j]), family);
      }
    }
    return families;
  }

  /** The categories of each categorical column. */
  Map<String, Categories> categories() {
    Map<String, Categories> categories = new LinkedHashMap<>();
    ObjectNode json = Json.parse(metadata.getOrDefault(CATEGORIES, "{}"));
    if (json != null) {
      for (Map.Entry<String, JsonNode> entry : json.properties()) {
        List<String> names = new ArrayList<>();
        entry.getValue().forEach(name -> names.add(name.asText()));
        categories.put(entry.getKey(), new Categories(names));
      }
    }
    return categories;
  }

  /** Categories as metadata of a model file. */
  static String json(Map<String, Categories> categories) {
    ObjectNode json = Json.object();
    categories.forEach((column, names) -> names.names().forEach(json.withArray(column)::add));
    return Json.line(json);
  }

  /** How the columns are read: with the categories and the domains that the model has. */
  ColumnReading reading() {
    Map<String, ColumnDomain> domains = new LinkedHashMap<>();
    for (ProductComponents.Part part : parts()) {
      if (part.components() instanceof IndependentColumns independent) {
        for (int j = 0; j < part.columns().length; j++) {
          ExponentialFamily family = independent.families().get(j);
          domains.put(columns.get(part.columns()[j]), family::problem);
        }
      }
    }
    return ColumnReading.of(columns, categories(), domains);
  }
}
