package io.entrosum.spark.job;

import io.entrosum.init.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a mixture would be, in words. */
final class MixturePlanText {
  private MixturePlanText() {}

  /** Texts by their labels. */
  static Map<String, String> of(MixtureConfig model, TableSpec table, List<String> names) {
    Map<String, String> texts = new LinkedHashMap<>();
    FactorShape factors = model.factors();
    if (factors != null) {
      texts.put(
          "model",
          Numbers.format(
              "mixture of %s, %s each, %s noise, noise floor %.0e",
              Numbers.count(model.components(), "factor analyser"),
              Numbers.count(factors.latentDimensions(), "latent dimension"),
              factors.noise().label(),
              factors.noiseFloor()));
      return texts;
    }
    boolean unnamed = table.gaussianGroups().size() > table.groups().size();
    texts.put(
        "model",
        Numbers.format(
            "mixture of %s%s%s",
            Numbers.count(model.components(), table.allGaussian() ? "gaussian" : "component"),
            unnamed ? ", " + model.covariance().label() + " covariance" : "",
            table.gaussians() == 0
                ? ""
                : Numbers.format(", covariance floor %.0e", model.covarianceFloor())));
    if (!table.allGaussian()) {
      texts.put("families", families(table, names));
    }
    if (!table.groups().isEmpty()) {
      texts.put("groups", GroupText.of(table, names));
    }
    return texts;
  }

  /** The columns of each family. */
  private static String families(TableSpec table, List<String> names) {
    Map<String, List<String>> byFamily = new TreeMap<>();
    for (int j = 0; j < names.size(); j++) {
      TableSpec.Column column = table.columns().get(j);
      String name = names.get(j);
      byFamily
          .computeIfAbsent(column.family(), family -> new ArrayList<>())
          .add(column.categories() > 0 ? name + " of " + column.categories() : name);
    }
    return byFamily.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + Numbers.names(entry.getValue(), 8) + ")")
        .collect(Collectors.joining(", "));
  }
}
