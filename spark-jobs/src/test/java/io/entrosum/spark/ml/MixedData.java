package io.entrosum.spark.ml;

import io.entrosum.spark.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A mixed table of two kinds of rows. */
final class MixedData {
  static final StructType SCHEMA =
      new StructType()
          .add("origin", DataTypes.StringType)
          .add("member", DataTypes.BooleanType)
          .add("visits", DataTypes.IntegerType)
          .add("spot", SQLDataTypes.VectorType())
          .add("kind", DataTypes.IntegerType)
          .add("w", DataTypes.DoubleType);

  private MixedData() {}

  /** Rows; every third is of kind 1: fewer visits, mostly from Oslo, a spot around (4, 0). */
  static List<Row> rows(int n, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      int kind = i % 3 == 0 ? 1 : 0;
      double limit = Math.exp(kind == 0 ? -12 : -2);
      int visits = 0;
      for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
        visits++;
      }
      double u = random.nextDouble();
      String origin = u < .1 ? "Bonn" : u < .8 == (kind == 0) ? "Nice" : "Oslo";
      double common = random.nextGaussian();
      rows.add(
          RowFactory.create(
              origin,
              random.nextDouble() < (kind == 0 ? .7 : .3),
              visits,
              Vectors.dense(4 * kind + common, common + random.nextGaussian()),
              kind,
              (double) (1 + i % 2)));
    }
    return rows;
  }

  static Dataset<Row> dataset(List<Row> rows) {
    return SharedSpark.session().createDataFrame(rows, SCHEMA);
  }

  /** An estimator for the table. */
  static Mixture estimator() {
    return new Mixture()
        .setK(2)
        .setFeaturesCols("origin", "member", "visits", "spot")
        .setFamilies("origin=categorical", "member = categorical", "visits=poisson")
        .setLogDensityCol("logDensity");
  }
}
