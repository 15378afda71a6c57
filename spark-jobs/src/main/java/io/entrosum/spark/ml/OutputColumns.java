package io.entrosum.spark.ml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a mixture adds to a data set. */
final class OutputColumns {
  private OutputColumns() {}

  /** The columns that are added, by the parameter that names them; those of no name left out. */
  static Map<String, StructField> of(CommonParams params, int k) {
    Map<String, StructField> outputs = new LinkedHashMap<>();
    String prediction = params.getPredictionCol();
    if (!prediction.isEmpty()) {
      Metadata metadata =
          k > 0
              ? NominalAttribute.defaultAttr().withName(prediction).withNumValues(k).toMetadata()
              : Metadata.empty();
      outputs.put(
          "predictionCol", new StructField(prediction, DataTypes.IntegerType, false, metadata));
    }
    String probability = params.getProbabilityCol();
    if (!probability.isEmpty()) {
      Metadata metadata =
          k > 0 ? new AttributeGroup(probability, k).toMetadata() : Metadata.empty();
      outputs.put(
          "probabilityCol",
          new StructField(probability, SQLDataTypes.VectorType(), false, metadata));
    }
    String logDensity = params.getLogDensityCol();
    if (!logDensity.isEmpty()) {
      outputs.put(
          "logDensityCol",
          new StructField(logDensity, DataTypes.DoubleType, false, Metadata.empty()));
    }
    return outputs;
  }

  /**
   * The schema with the columns that are added.
   *
   * @param k the number of components for the attributes of the columns, 0 if not known yet
   */
  static StructType added(CommonParams params, StructType schema, int k) {
    StructType result = schema;
    for (Map.Entry<String, StructField> output : of(params, k).entrySet()) {
      if (List.of(result.fieldNames()).contains(output.getValue().name())) {
        throw new IllegalArgumentException(
            String.format(
                "%s: there is a column %s already; give the new one another name",
                output.getKey(), output.getValue().name()));
      }
      result = result.add(output.getValue());
    }
    return result;
  }
}
