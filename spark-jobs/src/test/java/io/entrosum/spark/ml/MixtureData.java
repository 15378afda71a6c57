package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.spark.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Data sets of the tests. */
final class MixtureData {
  private MixtureData() {}

  /** Old Faithful: columns eruptions and waiting, 272 rows. */
  static Dataset<Row> faithful() {
    return SharedSpark.session()
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv("../conf/examples/data/faithful.csv");
  }

  /** Rows as a data set of one vector column, {@code features}. */
  static Dataset<Row> vectors(List<Vector> rows) {
    return SharedSpark.session()
        .createDataFrame(
            rows.stream().map(RowFactory::create).toList(),
            new StructType().add("features", SQLDataTypes.VectorType()));
  }

  /** Rows as a data set of one vector column, {@code features}. */
  static Dataset<Row> vectors(double[]... rows) {
    return vectors(Arrays.stream(rows).map(Vectors::dense).toList());
  }

  /** Rows around K centres at {@code distance * c} in every column, a third ... each in turn. */
  static List<Vector> blobs(int k, int d, int n, double distance, long seed) {
    Random random = new Random(seed);
    List<Vector> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] row = new double[d];
      for (int j = 0; j < d; j++) {
        row[j] = random.nextGaussian() + distance * (i % k);
      }
      rows.add(Vectors.dense(row));
    }
    return rows;
  }

  /** The same rows with their vectors sparse. */
  static Dataset<Row> sparse(Dataset<Row> vectors) {
    UDF1<Vector, Vector> toSparse = Vector::toSparse;
    return vectors.withColumn(
        "features",
        functions.udf(toSparse, SQLDataTypes.VectorType()).apply(vectors.col("features")));
  }

  /** The number of RDDs that are persisted now. */
  static int persisted() {
    return SharedSpark.session().sparkContext().getPersistentRDDs().size();
  }

  /** Two models must agree bit by bit. */
  static void assertSame(GaussianMixtureModel expected, GaussianMixtureModel actual) {
    assertThat(actual.weights()).isEqualTo(expected.weights());
    for (int c = 0; c < expected.weights().length; c++) {
      assertThat(actual.mean(c)).isEqualTo(expected.mean(c));
      assertThat(actual.covariance(c)).isEqualTo(expected.covariance(c));
    }
  }

  /** Two models must agree within a tolerance. */
  static void assertClose(
      GaussianMixtureModel expected, GaussianMixtureModel actual, double tolerance) {
    assertThat(actual.weights()).containsExactly(expected.weights(), within(tolerance));
    for (int c = 0; c < expected.weights().length; c++) {
      assertThat(actual.mean(c).toArray())
          .containsExactly(expected.mean(c).toArray(), within(tolerance));
      assertThat(actual.covariance(c).toArray())
          .containsExactly(expected.covariance(c).toArray(), within(tolerance));
    }
  }
}
