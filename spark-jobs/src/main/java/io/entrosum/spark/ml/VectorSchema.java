package io.entrosum.spark.ml;

import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.NearestName;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that stages with numbers for features read: every check that needs no data. Messages
 * begin with the name of the parameter that is wrong.
 */
final class VectorSchema {
  private VectorSchema() {}

  /** The features columns of a data set, without a weight column. */
  static FeatureColumns features(VectorParams params, StructType schema) {
    boolean several = params.getFeaturesCols().length > 0;
    if (several && params.isSet(params.featuresCol())) {
      throw new IllegalArgumentException(
          "featuresCols: featuresCol is set too (to "
              + params.getFeaturesCol()
              + "); set one of them and clear the other");
    }
    return features(params.featureColumnNames(), several ? "featuresCols" : "featuresCol", schema);
  }

  /**
   * The features columns of some names, without a weight column.
   *
   * @param param where the names are from, for messages
   */
  static FeatureColumns features(List<String> names, String param, StructType schema) {
    List<FeatureColumns.Column> columns = new ArrayList<>();
    for (String name : names) {
      if (columns.stream().anyMatch(column -> column.name().equals(name))) {
        throw new IllegalArgumentException(param + ": column " + name + " is there twice");
      }
      StructField field = field(schema, name, param);
      columns.add(new FeatureColumns.Column(name, kind(field, param)));
    }
    return new FeatureColumns(List.copyOf(columns), "");
  }

  /** The features columns and the weight column of a data set. */
  static FeatureColumns weightedFeatures(VectorParams params, StructType schema) {
    FeatureColumns features = features(params, schema);
    String weight = params.getWeightCol();
    if (weight.isEmpty()) {
      return features;
    }
    DataType type = field(schema, weight, "weightCol").dataType();
    if (!(type instanceof NumericType)) {
      throw new IllegalArgumentException(
          "weightCol: column " + weight + " is of type " + type.simpleString() + ", not a number");
    }
    return new FeatureColumns(features.columns(), weight);
  }

  private static FeatureColumns.Kind kind(StructField field, String param) {
    DataType type = field.dataType();
    if (type instanceof NumericType) {
      return FeatureColumns.Kind.NUMBER;
    }
    if (type.equals(SQLDataTypes.VectorType())) {
      return FeatureColumns.Kind.VECTOR;
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return FeatureColumns.Kind.ARRAY;
    }
    throw new IllegalArgumentException(
        String.format(
            "%s: column %s is of type %s; features are vectors, arrays of numbers or numbers",
            param, field.name(), type.simpleString()));
  }

  private static StructField field(StructType schema, String name, String param) {
    List<String> names = List.of(schema.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: no column %s%s (columns: %s)",
              param, name, NearestName.hint(name, names), String.join(", ", names)));
    }
    return schema.apply(name);
  }

  /**
   * How a model gets its numbers from the rows of a data set.
   *
   * @param dimensions the number of columns of the model
   */
  static FeatureVector input(VectorParams params, StructType schema, int dimensions) {
    return input(
        features(params, schema),
        schema,
        dimensions,
        Fitting.policy(params),
        Fitting.choices(params));
  }

  /**
   * How a model gets its numbers from some columns.
   *
   * @param dimensions the number of columns of the model
   * @param choices what {@code handleInvalid} could be set to instead
   */
  static FeatureVector input(
      FeatureColumns features,
      StructType schema,
      int dimensions,
      InvalidPolicy policy,
      String choices) {
    checkWidth(features, schema, dimensions);
    List<String> names = features.columns().stream().map(FeatureColumns.Column::name).toList();
    return new FeatureVector(names, dimensions, policy, choices);
  }

  /**
   * Refuses features whose number is known and not that of the model.
   *
   * @param dimensions the number of columns of the model
   */
  private static void checkWidth(FeatureColumns features, StructType schema, int dimensions) {
    int width = 0;
    for (FeatureColumns.Column column : features.columns()) {
      int declared =
          switch (column.kind()) {
            case NUMBER, CATEGORY -> 1;
            case VECTOR -> AttributeGroup.fromStructField(schema.apply(column.name())).size();
            case ARRAY -> -1;
          };
      if (declared < 0) {
        return;
      }
      width += declared;
    }
    if (width != dimensions) {
      throw new IllegalArgumentException(
          String.format(
              "features: the data has %d (in %s), the model %d",
              width,
              String.join(
                  ", ", features.columns().stream().map(FeatureColumns.Column::name).toList()),
              dimensions));
    }
  }
}
