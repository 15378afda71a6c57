package io.entrosum.spark.job;

import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Wide, sparse rows, like counts of words: each has a topic, its label; three of four of its
 * non-zeros are among the columns of the topic, the others anywhere. A value is the number of times
 * that a column was drawn, times a random factor of the row.
 *
 * @param columns the number D of columns
 * @param topics the number of topics; the covariance of the rows has about as many large
 *     eigenvalues
 * @param nonZeros how often a column is drawn for a row
 */
record WideRows(int columns, int topics, int nonZeros, long seed) implements RowSource {
  @Override
  public StructType schema() {
    return new StructType()
        .add("features", SQLDataTypes.VectorType(), false)
        .add("label", DataTypes.IntegerType, false);
  }

  @Override
  public LongFunction<Row> open() {
    return this::row;
  }

  private Row row(long index) {
    SplittableRandom random = RowSource.random(seed, index);
    int topic = random.nextInt(topics);
    double factor = .5 + random.nextDouble();
    int own = Math.max(1, Math.min(columns, 5 * nonZeros));
    TreeMap<Integer, Double> entries = new TreeMap<>();
    for (int i = 0; i < nonZeros; i++) {
      int column =
          random.nextInt(4) < 3
              ? (int) ((topic * (long) columns / topics + random.nextInt(own)) % columns)
              : random.nextInt(columns);
      entries.merge(column, factor, Double::sum);
    }
    int[] indices = entries.keySet().stream().mapToInt(Integer::intValue).toArray();
    double[] values = entries.values().stream().mapToDouble(Double::doubleValue).toArray();
    return RowFactory.create(Vectors.sparse(columns, indices, values), topic);
  }
}
