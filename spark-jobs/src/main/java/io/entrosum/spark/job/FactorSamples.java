package io.entrosum.spark.job;

import io.entrosum.family.Components;
import io.entrosum.model.FactorModel;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows drawn from a model of factors. */
record FactorSamples(FactorModel model, List<String> columns, long seed) implements RowSource {
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
    Components.Sampler sampler = model.components().sampler();
    double[] row = new double[columns.size()];
    return index -> {
      sampler.draw(0, RowSource.random(seed, index), row);
      Object[] values = new Object[row.length];
      for (int j = 0; j < row.length; j++) {
        values[j] = row[j];
      }
      return RowFactory.create(values);
    };
  }
}
