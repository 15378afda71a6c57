package io.entrosum.spark.ml;

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
}
