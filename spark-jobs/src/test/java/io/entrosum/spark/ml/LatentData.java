package io.entrosum.spark.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows of linear Gaussian models of known parameters. */
final class LatentData {
  static final int D = 6;
  static final int H = 2;

  private LatentData() {}

  /** A loading: two groups of columns that overlap in the middle. */
  static double loading(int column, int factor) {
    return factor == 0 ? 2 - .4 * column : .3 * column - .2;
  }

  /** The noise variance of a column. */
  static double noise(int column) {
    return .2 + .1 * column;
  }

  /** The covariance of two columns. */
  static double covariance(int i, int j) {
    double sum = i == j ? noise(i) : 0;
    for (int h = 0; h < H; h++) {
      sum += loading(i, h) * loading(j, h);
    }
    return sum;
  }

  /** Rows with mean {@code 10 - column}. */
  static double[][] rows(int n, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[n][D];
    for (double[] row : rows) {
      double[] z = {random.nextGaussian(), random.nextGaussian()};
      for (int j = 0; j < D; j++) {
        row[j] = 10 - j + Math.sqrt(noise(j)) * random.nextGaussian();
        for (int h = 0; h < H; h++) {
          row[j] += loading(j, h) * z[h];
        }
      }
    }
    return rows;
  }

  static Dataset<Row> dataset(int n, long seed) {
    return MixtureData.vectors(rows(n, seed));
  }

  /** Sparse vectors of {@code d} elements, of which about a twentieth are not zero. */
  static List<Vector> sparse(int n, int d, long seed) {
    Random random = new Random(seed);
    List<Vector> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] row = new double[d];
      double z = random.nextGaussian();
      for (int j = 0; j < d; j++) {
        row[j] = random.nextInt(20) == 0 ? (1 + j % 3) * z + .5 * random.nextGaussian() : 0;
      }
      rows.add(Vectors.dense(row).toSparse());
    }
    return rows;
  }

  /** The numbers of a vector column. */
  static double[][] collect(Dataset<Row> data, String column) {
    return data.select(column).collectAsList().stream()
        .map(row -> row.<Vector>getAs(0).toArray())
        .toArray(double[][]::new);
  }

  /** The covariance of rows, divided by N. */
  static double[][] covariance(double[][] rows) {
    int d = rows[0].length;
    double[] mean = new double[d];
    for (double[] row : rows) {
      Arrays.setAll(mean, j -> mean[j] + row[j] / rows.length);
    }
    double[][] covariance = new double[d][d];
    for (double[] row : rows) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          covariance[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / rows.length;
        }
      }
    }
    return covariance;
  }
}
