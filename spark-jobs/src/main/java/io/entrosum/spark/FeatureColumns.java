package io.entrosum.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a data set that are features, and the one that is the weight, if any.
 *
 * <p>A vector column (Spark ML's) or an array of numbers stands for its elements. Strings, booleans
 * and whole numbers can be categories, where they are declared so.
 *
 * @param columns the feature columns in their order, at least one
 * @param weight the weight column, or an empty string
 */
public record FeatureColumns(List<Column> columns, String weight) implements Serializable {
  /** Stands for every numeric, vector and numeric array column in a list of features. */
  public static final String ALL = "*";

  private static final Pattern ELEMENT = Pattern.compile("(.+)\\[\\d+]", Pattern.DOTALL);

  /** How a column holds features. */
  public enum Kind {
    /** One number. */
    NUMBER,
    /** A Spark ML vector, dense or sparse. */
    VECTOR,
    /** An array of numbers. */
    ARRAY,
    /** The name of one category: a string, true or false, or a whole number. */
    CATEGORY;

    /** Whether a column is one feature whatever its values are. */
    boolean isSingle() {
      return this == NUMBER || this == CATEGORY;
    }
  }

  /** A feature column. */
  public record Column(String name, Kind kind) implements Serializable {
    /** The name of an element; of the column itself where it is one feature. */
    String label(int j) {
      return kind.isSingle() ? name : name + "[" + j + "]";
    }
  }

  /**
   * Finds the columns in a schema.
   *
   * @param features column names; {@value #ALL} for all that can be features
   * @param exclude columns that {@value #ALL} leaves out
   * @param weight the weight column, or an empty string
   * @param where prefix of messages, e.g. {@code input.}
   * @throws IllegalArgumentException if a column does not exist (the nearest name is offered) or
   *     has a type that cannot be a feature
   */
  public static FeatureColumns of(
      StructType schema, List<String> features, List<String> exclude, String weight, String where) {
    return of(schema, features, exclude, weight, where, Set.of());
  }

  /**
   * Finds the columns in a schema, categorical ones among them.
   *
   * @param categorical columns that hold categories if they are features: strings, booleans or
   *     whole numbers; {@value #ALL} takes them in
   * @see #of(StructType, List, List, String, String)
   */
  public static FeatureColumns of(
      StructType schema,
      List<String> features,
      List<String> exclude,
      String weight,
      String where,
      Set<String> categorical) {
    for (String name : exclude) {
      field(schema, name, where + "exclude");
    }
    checkWeight(schema, weight, where);
    Set<String> names = new LinkedHashSet<>();
    for (String feature : features) {
      if (feature.equals(ALL)) {
        Arrays.stream(schema.fields())
            .filter(field -> categorical.contains(field.name()) || kind(field.dataType()) != null)
            .map(StructField::name)
            .filter(name -> !exclude.contains(name) && !name.equals(weight))
            .forEach(names::add);
      } else {
        names.add(feature);
      }
    }
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      StructField field = field(schema, name, where + "features");
      columns.add(new Column(name, checkedKind(field, where, categorical.contains(name))));
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          where + "features: no numeric column among " + List.of(schema.fieldNames()));
    }
    return new FeatureColumns(List.copyOf(columns), weight);
  }

  private static void checkWeight(StructType schema, String weight, String where) {
    if (!weight.isEmpty()
        && !(field(schema, weight, where + "weight").dataType() instanceof NumericType)) {
      throw new IllegalArgumentException(
          where
              + "weight: column "
              + weight
              + " is of type "
              + field(schema, weight, where).dataType().simpleString()
              + ", not a number");
    }
  }

  private static Kind checkedKind(StructField field, String where, boolean categorical) {
    Kind kind = categorical ? Kind.CATEGORY : kind(field.dataType());
    boolean nameable = isName(field.dataType());
    if (kind == null || (categorical && !nameable && !isWhole(field.dataType()))) {
      throw new IllegalArgumentException(
          where
              + "features: column "
              + field.name()
              + " is of type "
              + field.dataType().simpleString()
              + (categorical
                  ? "; categories are strings, booleans or whole numbers"
                  : "; features are numbers, vectors or arrays of numbers")
              + (nameable && !categorical
                  ? " (model.columns { " + field.name() + " = categorical } makes it one)"
                  : ""));
    }
    return kind;
  }

  private static boolean isName(DataType type) {
    return type instanceof StringType || type instanceof BooleanType;
  }

  private static boolean isWhole(DataType type) {
    return type instanceof IntegralType
        || (type instanceof DecimalType decimal && decimal.scale() == 0);
  }

  private static StructField field(StructType schema, String name, String where) {
    List<String> names = List.of(schema.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          where
              + ": no column "
              + name
              + NearestName.hint(name, names)
              + " (columns: "
              + String.join(", ", names)
              + ")");
    }
    return schema.apply(name);
  }

  private static @Nullable Kind kind(DataType type) {
    if (type instanceof NumericType) {
      return Kind.NUMBER;
    }
    if (type.equals(SQLDataTypes.VectorType())) {
      return Kind.VECTOR;
    }
    return type instanceof ArrayType array && array.elementType() instanceof NumericType
        ? Kind.ARRAY
        : null;
  }

  /**
   * The columns of a data set that hold the single columns of a model: {@code name} is a column,
   * {@code name[i]} a column of that name or an element of the vector or array column {@code name}.
   */
  public static List<String> holding(StructType schema, List<String> singleColumns) {
    Set<String> present = new HashSet<>(Arrays.asList(schema.fieldNames()));
    Set<String> names = new LinkedHashSet<>();
    for (String column : singleColumns) {
      Matcher element = ELEMENT.matcher(column);
      names.add(!present.contains(column) && element.matches() ? element.group(1) : column);
    }
    return List.copyOf(names);
  }

  /** Names of single columns: {@code name} for a number, {@code name[i]} for an element. */
  public List<String> expand(int[] widths) {
    return new ArrayList<>(new ColumnLabels(this, widths));
  }
}
