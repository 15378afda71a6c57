package io.entrosum.spark.ml;

import io.entrosum.init.TableSpec;
import io.entrosum.spark.FamilyChoice;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.GroupChoice;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that a mixture of any families reads: every check that needs no data. Messages begin
 * with the name of the parameter that is wrong.
 */
final class MixtureSchema {
  private MixtureSchema() {}

  /** The families that the parameters say. */
  static FamilyChoice families(MixtureParams params) {
    Map<String, String> families = new LinkedHashMap<>();
    for (String text : params.getFamilies()) {
      int at = text.indexOf('=');
      if (at < 1 || text.substring(0, at).isBlank()) {
        throw new IllegalArgumentException(
            "families: must look like column=family, e.g. visits=poisson, but was " + text);
      }
      String column = text.substring(0, at).strip();
      String family = FamilyChoice.checked("families: " + column, text.substring(at + 1).strip());
      if (families.put(column, family) != null) {
        throw new IllegalArgumentException("families: column " + column + " is there twice");
      }
    }
    return new FamilyChoice(
        FamilyChoice.checked("family", params.getFamily().strip()), families, groups(params));
  }

  /** The groups of Gaussian columns that the parameters say. */
  private static List<GroupChoice> groups(MixtureParams params) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (String text : params.getGroups()) {
      int at = text.lastIndexOf('=');
      if (at < 1 || text.substring(0, at).isBlank()) {
        throw new IllegalArgumentException(
            "groups: must look like column=group, e.g. length=size, but was " + text);
      }
      columns
          .computeIfAbsent(text.substring(at + 1).strip(), name -> new ArrayList<>())
          .add(text.substring(0, at).strip());
    }
    List<GroupChoice> groups = new ArrayList<>();
    columns.forEach((name, own) -> groups.add(new GroupChoice("groups", name, own, null)));
    GroupChoice.check(groups);
    return groups;
  }

  /** The features columns, categories among them, and the weight column of a data set. */
  static FeatureColumns features(MixtureParams params, StructType schema) {
    List<String> names = params.featureColumnNames();
    if (names.isEmpty()) {
      throw new IllegalArgumentException("featuresCols: must name the columns of the mixture");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.equals(FeatureColumns.ALL)) {
        throw new IllegalArgumentException("featuresCols: name the columns, * stands for none");
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("featuresCols: column " + name + " is there twice");
      }
    }
    FamilyChoice choice = families(params);
    FeatureColumns features =
        find(schema, names, params.getWeightCol(), choice.categorical(schema));
    for (FeatureColumns.Column column : features.columns()) {
      if (column.kind() != FeatureColumns.Kind.CATEGORY
          && choice.familyOf(column.name()).equals(TableSpec.CATEGORICAL)) {
        throw new IllegalArgumentException(
            String.format(
                "families: column %s is of type %s; categories are strings, booleans or whole"
                    + " numbers",
                column.name(), schema.apply(column.name()).dataType().simpleString()));
      }
    }
    checkNamed(choice, features);
    return features;
  }

  /** Refuses a family for a column that is no feature; how many elements there are is not known. */
  private static void checkNamed(FamilyChoice choice, FeatureColumns features) {
    List<String> names = features.columns().stream().map(FeatureColumns.Column::name).toList();
    choice
        .families()
        .forEach(
            (named, family) -> {
              if (!isElement(named, features)) {
                checkNamed(named, names);
              } else if (family.equals(TableSpec.CATEGORICAL)) {
                throw new IllegalArgumentException(
                    "families: "
                        + named
                        + " is an element; categories are columns of strings, booleans or whole"
                        + " numbers");
              }
            });
  }

  private static boolean isElement(String named, FeatureColumns features) {
    return features.columns().stream()
        .filter(
            column ->
                column.kind() == FeatureColumns.Kind.VECTOR
                    || column.kind() == FeatureColumns.Kind.ARRAY)
        .anyMatch(column -> named.matches(Pattern.quote(column.name()) + "\\[\\d+]"));
  }

  private static void checkNamed(String named, List<String> names) {
    if (!names.contains(named)) {
      throw new IllegalArgumentException(
          String.format(
              "families: no feature %s%s (features: %s)",
              named, NearestName.hint(named, names), String.join(", ", names)));
    }
  }

  /** Refuses a family for something that is none of the single columns, nor has any. */
  static void checkElements(FamilyChoice choice, List<String> singleColumns) {
    choice.unknown(singleColumns).ifPresent(named -> checkNamed(named, singleColumns));
  }

  /**
   * The columns that a model was trained on, in a data set.
   *
   * @param weight the weight column, or an empty string
   */
  static FeatureColumns ofModel(NamedMixture model, String weight, StructType schema) {
    List<String> columns = model.columns();
    Set<String> categorical = model.reading().categorical(columns);
    FeatureColumns features =
        find(schema, FeatureColumns.holding(schema, columns), weight, categorical);
    int[] widths = widths(features, columns);
    boolean same = features.expand(widths).equals(columns);
    for (int i = 0; i < widths.length; i++) {
      FeatureColumns.Column column = features.columns().get(i);
      int declared =
          column.kind() == FeatureColumns.Kind.VECTOR
              ? AttributeGroup.fromStructField(schema.apply(column.name())).size()
              : -1;
      same &= declared < 0 || declared == widths[i];
    }
    if (!same) {
      throw new IllegalArgumentException(
          String.format(
              "featuresCols: the model was trained on %s; the data has another number of elements",
              String.join(", ", columns)));
    }
    return features;
  }

  /** How many single columns of a model each column holds. */
  static int[] widths(FeatureColumns features, List<String> singleColumns) {
    return features.columns().stream()
        .mapToInt(
            column ->
                switch (column.kind()) {
                  case NUMBER, CATEGORY -> 1;
                  case VECTOR, ARRAY -> elements(column.name(), singleColumns);
                })
        .toArray();
  }

  private static int elements(String name, List<String> singleColumns) {
    Pattern element = Pattern.compile(Pattern.quote(name) + "\\[\\d+]");
    return (int) singleColumns.stream().filter(column -> element.matcher(column).matches()).count();
  }

  /** The command line finds columns in the same way; its words become those of the parameters. */
  private static FeatureColumns find(
      StructType schema, List<String> names, String weight, Set<String> categorical) {
    try {
      return FeatureColumns.of(schema, names, List.of(), weight, "", categorical);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage())
              .replaceFirst("^features:", "featuresCols:")
              .replaceFirst("^weight:", "weightCol:")
              .replaceFirst(
                  "\\(model\\.columns \\{ (.+) = categorical } makes",
                  "($1=categorical in families makes"),
          e);
    }
  }
}
