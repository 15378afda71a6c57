package io.entrosum.spark.job;

import io.entrosum.family.Components;
import io.entrosum.model.FactorModel;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.VaeModel;
import io.entrosum.model.VaeScorer;
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

  /** Rows drawn from factors. */
  static NumberSamples of(FactorModel model, List<String> columns, long seed) {
    Source source =
        () -> {
          Components.Sampler sampler = model.components().sampler();
          return (random, row) -> sampler.draw(0, random, row);
        };
    return new NumberSamples(source, columns, seed);
  }

  /** Rows drawn from codes. */
  static NumberSamples of(SparseCodingModel model, List<String> columns, long seed) {
    return new NumberSamples(() -> model::sample, columns, seed);
  }

  /** Rows drawn from an autoencoder. */
  static NumberSamples of(VaeModel model, List<String> columns, long seed) {
    Source source =
        () -> {
          VaeScorer scorer = model.scorer();
          return (random, row) -> System.arraycopy(scorer.sample(random, 1), 0, row, 0, row.length);
        };
    return new NumberSamples(source, columns, seed);
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
