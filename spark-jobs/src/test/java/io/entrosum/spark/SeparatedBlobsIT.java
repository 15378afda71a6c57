package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.spark.ml.GaussianMixture;
import io.entrosum.spark.ml.GaussianMixtureModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three separated blobs at every dimension and scale are found. MLlib's result on the same rows is
 * logged beside ours; nothing is asserted of it.
 */
class SeparatedBlobsIT {
  private static final Logger LOG = LoggerFactory.getLogger(SeparatedBlobsIT.class);

  @ParameterizedTest
  @CsvSource({
    "2, 1, 0",
    "10, 1, 0",
    "25, 1, 0",
    "50, 1, 0",
    "100, 1, 0",
    "400, 1, 0",
    "10, 100, 0",
    "10, 1e-6, 0",
    "10, 1, 1e8"
  })
  void areFound(int columns, double scale, double offset) {
    SeparatedBlobs blobs = new SeparatedBlobs(columns, scale, offset);
    Dataset<Row> data = data(blobs).cache();
    GaussianMixtureModel model = new GaussianMixture().setK(3).setSeed(1).fit(data);
    double[] weights = model.weights();
    double agreement = agreement(model.transform(data));
    double logLikelihood = model.summary().logLikelihood();
    double truth = blobs.trueLogLikelihood();
    LOG.info("D = {}, scale {}, offset {}", columns, scale, offset);
    LOG.info("  Entrosum: {}", describe(weights, agreement, logLikelihood));
    LOG.info("  truth:    log-likelihood {}", String.format(Locale.ROOT, "%.1f", truth));
    LOG.info("  MLlib:    {}", mllib(data));
    data.unpersist();
    assertThat(weights).hasSize(3).containsExactly(thirds(), within(.02));
    assertThat(agreement).isGreaterThan(.999);
    assertThat(logLikelihood).isGreaterThan(truth);
  }

  private static double[] thirds() {
    return new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0};
  }

  private static String mllib(Dataset<Row> data) {
    try {
      org.apache.spark.ml.clustering.GaussianMixtureModel model =
          new org.apache.spark.ml.clustering.GaussianMixture().setK(3).setSeed(1).fit(data);
      return describe(
          model.weights(), agreement(model.transform(data)), model.summary().logLikelihood());
    } catch (RuntimeException e) {
      return "failed: " + e.getMessage();
    }
  }

  private static String describe(double[] weights, double agreement, double logLikelihood) {
    return String.format(
        Locale.ROOT,
        "weights %s, %.2f %% of rows in their blob, log-likelihood %.1f",
        Arrays.toString(Arrays.stream(weights).map(w -> Math.round(w * 1e3) / 1e3).toArray()),
        100 * agreement,
        logLikelihood);
  }

  private static double agreement(Dataset<Row> predictions) {
    int[] components =
        predictions.select("prediction").collectAsList().stream()
            .mapToInt(row -> row.getInt(0))
            .toArray();
    return SeparatedBlobs.agreement(components);
  }

  private static Dataset<Row> data(SeparatedBlobs blobs) {
    List<Row> rows =
        Arrays.stream(blobs.rows()).map(row -> RowFactory.create(Vectors.dense(row))).toList();
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
    return SharedSpark.session().createDataFrame(rows, schema);
  }
}
