package io.entrosum.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import io.entrosum.family.Components;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.model.Mixture;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A mixture that knows the names of its columns and categories.
 *
 * @param columns names of the single columns
 * @param categories of the categorical columns, by name
 */
public record NamedMixture(
    Mixture mixture, List<String> columns, Map<String, Categories> categories)
    implements Serializable {
  /** The key of the categories in the metadata of a model file, as JSON. */
  public static final String CATEGORIES = "entrosum.categories";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the lists. */
  public NamedMixture {
    columns = List.copyOf(columns);
    categories = Collections.unmodifiableMap(new LinkedHashMap<>(categories));
  }

  /** The parts of the components, each over some of the columns. */
  public List<ProductComponents.Part> parts() {
    Components components = mixture.components();
    int[] all = IntStream.range(0, components.dimensions()).toArray();
    return components instanceof ProductComponents product
        ? product.parts()
        : List.of(new ProductComponents.Part(components, all));
  }

  /** The Gaussian components over the columns that are in no named group, if there are any. */
  public Optional<GaussianComponents> gaussian() {
    return parts().stream()
        .filter(part -> part.name().isEmpty())
        .map(ProductComponents.Part::components)
        .filter(GaussianComponents.class::isInstance)
        .map(GaussianComponents.class::cast)
        .findFirst();
  }

  /** The named groups of Gaussian columns. */
  public List<GroupChoice> groups() {
    List<GroupChoice> groups = new ArrayList<>();
    for (ProductComponents.Part part : parts()) {
      if (part.components() instanceof GaussianComponents gaussian && !part.name().isEmpty()) {
        List<String> own = IntStream.of(part.columns()).mapToObj(columns::get).toList();
        groups.add(
            new GroupChoice(
                "group " + part.name() + " of the model",
                part.name(),
                own,
                gaussian.covarianceType()));
      }
    }
    return groups;
  }

  /** The family of each column, by name. */
  public Map<String, String> families() {
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

  /** How the columns are read: with the categories and the domains that the model has. */
  public ColumnReading reading() {
    Map<String, ColumnDomain> domains = new LinkedHashMap<>();
    for (ProductComponents.Part part : parts()) {
      if (part.components() instanceof IndependentColumns independent) {
        for (int j = 0; j < part.columns().length; j++) {
          ExponentialFamily family = independent.families().get(j);
          domains.put(columns.get(part.columns()[j]), family::problem);
        }
      }
    }
    return ColumnReading.of(columns, categories, domains);
  }

  /** Categories as metadata of a model file; nothing where there are none. */
  public static Map<String, String> metadata(Map<String, Categories> categories) {
    if (categories.isEmpty()) {
      return Map.of();
    }
    ObjectNode json = JSON.createObjectNode();
    categories.forEach(
        (column, names) -> {
          ArrayNode array = json.putArray(column); // a name with a slash is no path
          names.names().forEach(array::add);
        });
    try {
      return Map.of(CATEGORIES, JSON.writeValueAsString(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The categories of each categorical column in the metadata of a model file; none where the file
   * names none.
   */
  public static Map<String, Categories> categories(Map<String, String> metadata) {
    Map<String, Categories> categories = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : parsed(metadata).properties()) {
      List<String> names = new ArrayList<>();
      entry.getValue().forEach(name -> names.add(name.asText()));
      categories.put(entry.getKey(), new Categories(names));
    }
    return categories;
  }

  private static ObjectNode parsed(Map<String, String> metadata) {
    try {
      return JSON.readTree(metadata.getOrDefault(CATEGORIES, "{}")) instanceof ObjectNode object
          ? object
          : JSON.createObjectNode();
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }
}
