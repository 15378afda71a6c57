package io.entrosum.spark.benchmark;

import java.io.Serializable;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Gaussian blobs for benchmarks: K centres, each {@code separation} from the origin in a random
 * direction, unit variances, all times {@code scale}. Row n is the same whatever the partitions.
 */
record BenchmarkData(long rows, int columns, int components, double separation, double scale)
    implements Serializable {
  double[][] centres() {
    double[][] centres = new double[components][columns];
    for (int c = 0; c < components; c++) {
      SplittableRandom random = new SplittableRandom(1000 + c);
      double norm = 0;
      for (int j = 0; j < columns; j++) {
        centres[c][j] = random.nextGaussian();
        norm += centres[c][j] * centres[c][j];
      }
      for (int j = 0; j < columns; j++) {
        centres[c][j] *= separation / Math.sqrt(norm);
      }
    }
    return centres;
  }

  Row row(long index, double[][] centres) {
    SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L + 17);
    double[] centre = centres[random.nextInt(components)];
    double[] x =
        IntStream.range(0, columns)
            .mapToDouble(j -> scale * (centre[j] + random.nextGaussian()))
            .toArray();
    return RowFactory.create(Vectors.dense(x));
  }

  /** A data set of one vector column {@code features}. */
  Dataset<Row> dataset(SparkSession spark, int partitions) {
    StructType schema =
        new StructType(
            new StructField[] {
              new StructField("features", SQLDataTypes.VectorType(), false, Metadata.empty()),
            });
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataFrame(
        context
            .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions)
            .flatMap(part -> part(part, partitions)),
        schema);
  }

  private Iterator<Row> part(int part, int partitions) {
    double[][] centres = centres();
    return LongStream.range(rows * part / partitions, rows * (part + 1) / partitions)
        .mapToObj(index -> row(index, centres))
        .iterator();
  }
}
