package io.entrosum.spark.job;

import java.io.Serializable;
import java.util.List;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of numbers drawn from a model. */
record NumberSamples(Source source, List<String> columns, long seed) implements RowSource {
  /** A model that can be drawn from. */
  interface Source extends Serializable {
    /** A sampler with its own scratch memory, for one thread. */
    Sampler sampler();
  }

  /** Draws rows; not thread-safe. */
  interface Sampler {
    /**
     * Draws a row.
     *
     * @param row Modified. Overwritten, length D.
     */
    void draw(RandomGenerator random, double[] row);
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, DataTypes.DoubleType, false);
    }
    return schema;
  }

  @Override
  public LongFunction<Row> open() {
    Sampler sampler = source.sampler();
    double[] row = new double[columns.size()];
    return index -> {
      sampler.draw(RowSource.random(seed, index), row);
      Object[] values = new Object[row.length];
      for (int j = 0; j < row.length; j++) {
        values[j] = row[j];
      }
      return RowFactory.create(values);
    };
  }
}
