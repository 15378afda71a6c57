package io.entrosum.spark.benchmark;

import java.io.Serializable;
import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A stream whose number of factors changes: {@code x = U diag(s) z + .1 e} of 10 columns, U
 * orthogonal, s from 1 to 5 in equal steps, of which the first 6, then 2, then 4 are kept (arXiv
 * 2010.14860, streaming experiment). Rows hang on their number alone.
 *
 * @param rows of each regime
 */
public record RegimeStream(long rows, long seed) implements Serializable {
  /** The number of columns. */
  public static final int COLUMNS = 10;

  /** The true numbers of factors, in turn. */
  private static final int[] FACTORS = {6, 2, 4};

  /** The true numbers of factors, in turn. */
  public static int[] factors() {
    return FACTORS.clone();
  }

  /** The true number of factors of a row. */
  public int factorsOf(long row) {
    return FACTORS[(int) (row / rows % FACTORS.length)];
  }

  /** The deviation along an axis. */
  public static double deviation(int axis) {
    return 1 + 4. * axis / (COLUMNS - 1);
  }

  /** The mean log-likelihood of rows of the truth, nats per row. */
  public static double truth(int factors) {
    double sum = COLUMNS * (1 + Math.log(2 * Math.PI)) + (COLUMNS - factors) * Math.log(.01);
    for (int h = 0; h < factors; h++) {
      sum += Math.log(deviation(h) * deviation(h) + .01);
    }
    return -.5 * sum;
  }

  /**
   * A stream of Structured Streaming, in order.
   *
   * @param batchRows the rows of a micro-batch
   */
  public Dataset<Row> stream(SparkSession spark, int batchRows) {
    StructType schema = new StructType();
    for (int j = 0; j < COLUMNS; j++) {
      schema = schema.add("x" + j, DataTypes.DoubleType, false);
    }
    double[][] axes = axes();
    return spark
        .readStream()
        .format("rate-micro-batch")
        .option("rowsPerBatch", batchRows)
        .option("numPartitions", 1)
        .load()
        .select("value")
        .as(Encoders.LONG())
        .map((MapFunction<Long, Row>) number -> row(axes, number), Encoders.row(schema));
  }

  private Row row(double[][] axes, long number) {
    SplittableRandom random = new SplittableRandom(seed ^ (number * 0x9E3779B97F4A7C15L));
    double[] values = new double[COLUMNS];
    for (int h = 0; h < factorsOf(number); h++) {
      double z = deviation(h) * random.nextGaussian();
      for (int j = 0; j < COLUMNS; j++) {
        values[j] += axes[h][j] * z;
      }
    }
    Object[] row = new Object[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      row[j] = values[j] + .1 * random.nextGaussian();
    }
    return RowFactory.create(row);
  }

  /** Orthonormal rows in random directions, by Gram and Schmidt. */
  private double[][] axes() {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] axes = new double[COLUMNS][COLUMNS];
    for (int h = 0; h < COLUMNS; h++) {
      for (int j = 0; j < COLUMNS; j++) {
        axes[h][j] = random.nextGaussian();
      }
      for (int i = 0; i < h; i++) {
        double product = product(axes[h], axes[i]);
        for (int j = 0; j < COLUMNS; j++) {
          axes[h][j] -= product * axes[i][j];
        }
      }
      double norm = Math.sqrt(product(axes[h], axes[h]));
      for (int j = 0; j < COLUMNS; j++) {
        axes[h][j] /= norm;
      }
    }
    return axes;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
