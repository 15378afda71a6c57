package io.entrosum.spark.ml;

import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.NearestName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The parameters of single columns of a mixture, by component. */
final class ColumnParameters {
  private ColumnParameters() {}

  /** The part that a column is in, and which of the part's columns it is. */
  private record Place(ProductComponents.Part part, int j) {}

  private static Place place(NamedMixture model, String column) {
    List<String> names = model.columns();
    int at = names.indexOf(column);
    for (ProductComponents.Part part : model.parts()) {
      for (int j = 0; j < part.columns().length; j++) {
        if (part.columns()[j] == at) {
          return new Place(part, j);
        }
      }
    }
    throw new IllegalArgumentException(
        String.format(
            "column: the model has no %s%s (columns: %s)",
            column, NearestName.hint(column, names), String.join(", ", names)));
  }

  /** The parameters of a column that holds numbers, by name, [K] each. */
  static Map<String, double[]> byName(NamedMixture model, String column) {
    Place place = place(model, column);
    if (place.part.components() instanceof GaussianComponents gaussian) {
      return gaussian(gaussian, place.j);
    }
    if (place.part.components() instanceof IndependentColumns independent) {
      return independent(independent, place.j);
    }
    throw new IllegalArgumentException(
        "column: " + column + " is categorical; it has probabilities(\"" + column + "\")");
  }

  private static Map<String, double[]> gaussian(GaussianComponents gaussian, int j) {
    int d = gaussian.dimensions();
    double[] means = gaussian.means();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    parameters.put("mean", byComponent(gaussian.count(), d, means, j));
    parameters.put(
        "variance",
        IntStream.range(0, gaussian.count())
            .mapToDouble(c -> gaussian.covariance(c)[j * d + j])
            .toArray());
    return parameters;
  }

  private static Map<String, double[]> independent(IndependentColumns columns, int j) {
    List<ExponentialFamily> families = columns.families();
    int width = families.stream().mapToInt(family -> family.parameters().size()).sum();
    int at = families.stream().limit(j).mapToInt(family -> family.parameters().size()).sum();
    double[] values = columns.parameterValues();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    for (String name : families.get(j).parameters()) {
      parameters.put(name, byComponent(columns.count(), width, values, at++));
    }
    return parameters;
  }

  private static double[] byComponent(int k, int width, double[] values, int at) {
    return IntStream.range(0, k).mapToDouble(c -> values[c * width + at]).toArray();
  }

  /** The probabilities of the categories of a column, [K][V]. */
  static double[][] probabilities(NamedMixture model, String column) {
    Place place = place(model, column);
    if (place.part.components() instanceof CategoricalColumns categorical) {
      int v = categorical.categories(place.j);
      double[] all = categorical.probabilities(place.j);
      return IntStream.range(0, categorical.count())
          .mapToObj(c -> Arrays.copyOfRange(all, c * v, (c + 1) * v))
          .toArray(double[][]::new);
    }
    throw new IllegalArgumentException(
        "column: " + column + " is not categorical; it has parameters(\"" + column + "\")");
  }

  /** Refuses a mixture whose categories have no names, or not one each. */
  static void checkCategories(NamedMixture model) {
    for (ProductComponents.Part part : model.parts()) {
      if (part.components() instanceof CategoricalColumns categorical) {
        for (int j = 0; j < part.columns().length; j++) {
          String column = model.columns().get(part.columns()[j]);
          var names = model.categories().get(column);
          if (names == null || names.count() != categorical.categories(j)) {
            throw new IllegalArgumentException(
                String.format(
                    "model: the %d categories of column %s have %s names",
                    categorical.categories(j), column, names == null ? "no" : names.count()));
          }
        }
      }
    }
  }
}
