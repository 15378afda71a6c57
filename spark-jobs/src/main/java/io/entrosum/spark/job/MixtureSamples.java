package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.family.Components;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Rows drawn from a saved mixture, with the component that each is from; categories by their names.
 */
record MixtureSamples(SavedMixture saved, long seed) implements RowSource {
  /** The column of the component. */
  static final String COMPONENT = "component";

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (int j = 0; j < saved.columns().size(); j++) {
      boolean named = saved.reading().categories().get(j) != null;
      schema =
          schema.add(
              saved.columns().get(j), named ? DataTypes.StringType : DataTypes.DoubleType, false);
    }
    return schema.add(COMPONENT, DataTypes.IntegerType, false);
  }

  @Override
  public LongFunction<Row> open() {
    Components.Sampler sampler = saved.mixture().components().sampler();
    List<@Nullable Categories> categories = saved.reading().categories();
    double[] weights = saved.mixture().weights();
    double[] row = new double[saved.columns().size()];
    return index -> {
      SplittableRandom random = RowSource.random(seed, index);
      int component = draw(weights, random.nextDouble());
      sampler.draw(component, random, row);
      Object[] values = new Object[row.length + 1];
      for (int j = 0; j < row.length; j++) {
        Categories names = categories.get(j);
        values[j] = names == null ? (Object) row[j] : names.name((int) row[j]);
      }
      values[row.length] = component;
      return RowFactory.create(values);
    };
  }

  private static int draw(double[] weights, double u) {
    int component = 0;
    double cumulative = weights[0];
    while (component < weights.length - 1 && u >= cumulative) {
      component++;
      cumulative += weights[component];
    }
    return component;
  }
}
