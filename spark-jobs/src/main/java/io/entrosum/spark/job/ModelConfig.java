package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.TableSpec;
import io.entrosum.spark.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The section {@code model}.
 *
 * @param components the number K of components
 * @param covariance of the Gaussian columns
 * @param covarianceFloor the least variance, relative to that of the data
 * @param parameterFloor bounds the parameters of other families
 * @param family of the columns that {@code families} does not name
 * @param families by column, as {@code poisson} or {@code binomial(trials=16)}
 */
record ModelConfig(
    int components,
    CovarianceType covariance,
    double covarianceFloor,
    double parameterFloor,
    String family,
    Map<String, String> families) {
  private static final List<String> LATER_TYPES =
      List.of(
          "ppca",
          "factor-analysis",
          "mixture-of-factor-analysers",
          "sparse-coding",
          "sigmoid-belief-network",
          "vae");

  private static final Set<DataType> CATEGORIES =
      Set.of(
          DataTypes.StringType,
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType);

  static ModelConfig of(Section section) {
    section.choice("type", List.of("mixture"), LATER_TYPES);
    section.refuse("latent-dimensions", "a mixture has none");
    section.refuse("posterior", "a mixture has an exact posterior");
    Map<String, String> families = new LinkedHashMap<>();
    section
        .children("columns")
        .forEach((column, value) -> families.put(column, family("model.columns." + column, value)));
    return new ModelConfig(
        (int) section.integer("components", 1, Integer.MAX_VALUE),
        section.choice("covariance", CovarianceType.values(), CovarianceType::label),
        section.number("covariance-floor", 1),
        section.number("parameter-floor", .5),
        family("model.family", section.text("family")),
        families);
  }

  /** The text of a family: a name, a name with its constant, or a section with both. */
  static String family(String key, Object value) {
    String text = String.valueOf(value);
    if (value instanceof Map<?, ?> map) {
      Object name = map.get("family");
      if (name == null || map.size() > 2) {
        throw JobException.usage(
            key + ": must be a family, or { family = NAME, CONSTANT = NUMBER }, but was " + map);
      }
      text = String.valueOf(name);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!"family".equals(entry.getKey())) {
          text += "(" + entry.getKey() + "=" + entry.getValue() + ")";
        }
      }
    }
    return checked(key, text.strip());
  }

  private static String checked(String key, String family) {
    if (family.equals(TableSpec.CATEGORICAL)) {
      return family;
    }
    try {
      TableSpec.Column.of(family);
      return family;
    } catch (IllegalArgumentException e) {
      List<String> names = TableSpec.families();
      String hint = names.contains(family) ? "" : NearestName.hint(family, names);
      throw new JobException(
          ExitCode.USAGE,
          key + ": " + Failure.firstLine(e).replaceFirst("^family: ", "") + hint,
          e);
    }
  }

  /**
   * The columns of a schema that hold categories if they are features.
   *
   * <p>Where every column is categorical, these are all of strings, booleans and whole numbers.
   */
  Set<String> categorical(StructType schema) {
    Set<String> names = new LinkedHashSet<>();
    families.forEach(
        (column, of) -> {
          if (of.equals(TableSpec.CATEGORICAL)) {
            names.add(column);
          }
        });
    if (family.equals(TableSpec.CATEGORICAL)) {
      for (StructField field : schema.fields()) {
        if (CATEGORIES.contains(field.dataType()) && !families.containsKey(field.name())) {
          names.add(field.name());
        }
      }
    }
    return names;
  }

  /**
   * The family of each single column.
   *
   * @param columns names of the single columns
   * @param categories of the categorical ones
   * @throws JobException if a family is given for a column that is no feature
   */
  TableSpec table(List<String> columns, Map<String, Categories> categories) {
    for (String named : families.keySet()) {
      if (columns.stream().noneMatch(column -> isOf(column, named))) {
        throw JobException.usage(
            "model.columns: no feature "
                + named
                + NearestName.hint(named, columns)
                + " (features: "
                + Numbers.names(columns, 12)
                + ")");
      }
    }
    List<TableSpec.Column> table = new ArrayList<>();
    for (String column : columns) {
      Categories names = categories.get(column);
      table.add(
          names == null
              ? TableSpec.Column.of(familyOf(column))
              : TableSpec.Column.categorical(names.count()));
    }
    return new TableSpec(table, covariance, covarianceFloor, parameterFloor);
  }

  /** Whether a single column is a column of that name, or an element of it. */
  private static boolean isOf(String column, String name) {
    return column.equals(name) || column.matches(Pattern.quote(name) + "\\[\\d+]");
  }

  private String familyOf(String column) {
    return families.entrySet().stream()
        .filter(entry -> isOf(column, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(family);
  }

  /** The same with what an initial model has. */
  ModelConfig with(int otherComponents, CovarianceType otherCovariance) {
    return with(otherComponents, otherCovariance, families);
  }

  /** The same with other components, covariances and families. */
  ModelConfig with(
      int otherComponents, CovarianceType otherCovariance, Map<String, String> otherFamilies) {
    return new ModelConfig(
        otherComponents, otherCovariance, covarianceFloor, parameterFloor, family, otherFamilies);
  }
}
