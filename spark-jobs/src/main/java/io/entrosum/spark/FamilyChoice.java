package io.entrosum.spark;

import io.entrosum.data.Categories;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which family each column of a table is to be of, and which Gaussian ones are a group.
 *
 * @param family of the columns that {@code families} does not name
 * @param families by column, as {@code poisson} or {@code binomial(trials=16)}; a vector or array
 *     column stands for its elements
 * @param groups of Gaussian columns; those that are in none are one group more
 */
public record FamilyChoice(String family, Map<String, String> families, List<GroupChoice> groups) {
  private static final Set<DataType> CATEGORIES =
      Set.of(
          DataTypes.StringType,
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType);

  private static final Pattern ELEMENT = Pattern.compile("\\[\\d+]");

  /**
   * The text of a family, checked.
   *
   * @param key where it is from, which begins the message
   * @throws IllegalArgumentException if there is none of that name; the nearest is offered
   */
  public static String checked(String key, String family) {
    if (family.equals(TableSpec.CATEGORICAL)) {
      return family;
    }
    try {
      TableSpec.Column.of(family);
      return family;
    } catch (IllegalArgumentException e) {
      List<String> names = TableSpec.families();
      String hint = names.contains(family) ? "" : NearestName.hint(family, names);
      String line = String.valueOf(e.getMessage()).replaceFirst("^family: ", "");
      throw new IllegalArgumentException(key + ": " + line + hint, e);
    }
  }

  /**
   * The columns of a schema that hold categories if they are features.
   *
   * <p>Where every column is categorical, these are all of strings, booleans and whole numbers.
   */
  public Set<String> categorical(StructType schema) {
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

  /** A column that has a family and is none of some columns, nor has elements among them. */
  public Optional<String> unknown(List<String> columns) {
    return families.keySet().stream()
        .filter(named -> columns.stream().noneMatch(column -> isOf(column, named)))
        .findFirst();
  }

  /**
   * The family of each single column.
   *
   * @param columns names of the single columns
   * @param categories of the categorical ones
   * @param covariance of Gaussian columns, but for groups that name one
   * @param parameterFloor bounds the parameters of families other than the Gaussian
   * @throws IllegalArgumentException if a group does not fit the columns, see {@link GroupChoice}
   */
  public TableSpec table(
      List<String> columns,
      Map<String, Categories> categories,
      CovarianceType covariance,
      double covarianceFloor,
      double parameterFloor) {
    List<TableSpec.Column> table = new ArrayList<>();
    for (String column : columns) {
      Categories names = categories.get(column);
      table.add(
          names == null
              ? TableSpec.Column.of(familyOf(column))
              : TableSpec.Column.categorical(names.count()));
    }
    return new TableSpec(
        table,
        GroupChoice.table(groups, columns, table, covariance),
        covariance,
        covarianceFloor,
        parameterFloor);
  }

  /** Whether a single column is a column of that name, or an element of it. */
  static boolean isOf(String column, String name) {
    return column.equals(name)
        || (column.startsWith(name) && ELEMENT.matcher(column.substring(name.length())).matches());
  }

  /** The family of a column. */
  public String familyOf(String column) {
    return families.entrySet().stream()
        .filter(entry -> isOf(column, entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(family);
  }
}
