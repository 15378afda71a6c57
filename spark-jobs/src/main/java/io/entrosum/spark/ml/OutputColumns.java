package io.entrosum.spark.ml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns that stages add to a data set, by the parameter that names them; those of no name are
 * left out.
 */
final class OutputColumns {
  private final Map<String, StructField> fields = new LinkedHashMap<>();

  private OutputColumns() {}

  private OutputColumns add(String param, String name, DataType type, Metadata metadata) {
    if (!name.isEmpty()) {
      fields.put(param, new StructField(name, type, false, metadata));
    }
    return this;
  }

  private OutputColumns addVector(String param, String name, int size) {
    Metadata metadata =
        size > 0 && !name.isEmpty()
            ? new AttributeGroup(name, size).toMetadata()
            : Metadata.empty();
    return add(param, name, SQLDataTypes.VectorType(), metadata);
  }

  /**
   * The columns of a mixture.
   *
   * @param k the number of components for the attributes of the columns, 0 if not known yet
   */
  static Map<String, StructField> of(ComponentParams params, int k) {
    String prediction = params.getPredictionCol();
    Metadata metadata =
        k > 0 && !prediction.isEmpty()
            ? NominalAttribute.defaultAttr().withName(prediction).withNumValues(k).toMetadata()
            : Metadata.empty();
    return new OutputColumns()
        .add("predictionCol", prediction, DataTypes.IntegerType, metadata)
        .addVector("probabilityCol", params.getProbabilityCol(), k)
        .add("logDensityCol", params.getLogDensityCol(), DataTypes.DoubleType, Metadata.empty())
        .fields;
  }

  /**
   * The columns of a linear Gaussian model.
   *
   * @param h the number of factors
   * @param d the number of features, 0 if not known yet
   */
  static Map<String, StructField> of(FactorParams params, int h, int d) {
    return new OutputColumns()
        .addVector("latentCol", params.getLatentCol(), h)
        .add("logDensityCol", params.getLogDensityCol(), DataTypes.DoubleType, Metadata.empty())
        .addVector("reconstructionCol", params.getReconstructionCol(), d)
        .fields;
  }

  /**
   * The columns of sparse coding.
   *
   * @param h the number of latents
   * @param d the number of features, 0 if not known yet
   */
  static Map<String, StructField> of(CodeParams params, int h, int d) {
    return new OutputColumns()
        .addVector("latentCol", params.getLatentCol(), h)
        .addVector("deviationCol", params.getDeviationCol(), h)
        .add("boundCol", params.getBoundCol(), DataTypes.DoubleType, Metadata.empty())
        .addVector("reconstructionCol", params.getReconstructionCol(), d)
        .fields;
  }

  /** The column of whitened rows of so many numbers. */
  static Map<String, StructField> of(WhiteningParams params, int width) {
    return new OutputColumns().addVector("outputCol", params.getOutputCol(), width).fields;
  }

  /** The schema with the columns that are added. */
  static StructType added(Map<String, StructField> outputs, StructType schema) {
    StructType result = schema;
    for (Map.Entry<String, StructField> output : outputs.entrySet()) {
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
