package io.entrosum.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a mixture of three components made of {@link SeparatedBlobs}.
 *
 * @param weights as the model has them
 * @param agreement the share of rows in their blob
 * @param logLikelihood total, as the model's summary says
 */
@SuppressWarnings("ArrayRecordComponent") // for a table, never compared
public record BlobFit(double[] weights, double agreement, double logLikelihood) {
  /** Fits ours. */
  public static BlobFit ours(Dataset<Row> data) {
    io.entrosum.spark.ml.GaussianMixtureModel model =
        new io.entrosum.spark.ml.GaussianMixture().setK(3).setSeed(1).fit(data);
    return new BlobFit(
        model.weights(), agreement(model.transform(data)), model.summary().logLikelihood());
  }

  /** Fits MLlib's. */
  public static BlobFit mllib(Dataset<Row> data) {
    org.apache.spark.ml.clustering.GaussianMixtureModel model =
        new org.apache.spark.ml.clustering.GaussianMixture().setK(3).setSeed(1).fit(data);
    return new BlobFit(
        model.weights(), agreement(model.transform(data)), model.summary().logLikelihood());
  }

  /** The rows as a vector column {@code features}, in two partitions. */
  public static Dataset<Row> data(SparkSession session, SeparatedBlobs blobs) {
    List<Row> rows =
        Arrays.stream(blobs.rows()).map(row -> RowFactory.create(Vectors.dense(row))).toList();
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
    return session.createDataFrame(rows, schema).coalesce(2).cache();
  }

  private static double agreement(Dataset<Row> predictions) {
    return SeparatedBlobs.agreement(
        predictions.select("prediction").collectAsList().stream()
            .mapToInt(row -> row.getInt(0))
            .toArray());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (double weight : weights) {
      text.append(text.isEmpty() ? "" : " / ").append(String.format(Locale.ROOT, "%.3f", weight));
    }
    return text.append(
            String.format(
                Locale.ROOT, "; %.1f %%; log-likelihood %.0f", 100 * agreement, logLikelihood))
        .toString();
  }
}
