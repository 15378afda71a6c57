package io.entrosum.spark.job;

import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Gaussian blobs of unit variance: {@code x = offset + scale * (centre + noise)}, each row from a
 * component drawn at random, all equally probable.
 *
 * <p>Centres are at least {@code separation} apart. With no more components than columns, each is
 * on an axis of its own at {@code separation / sqrt(2)}, and all distances are equal; else they are
 * on a circle in the first two columns, neighbours {@code separation} apart, or, with one column,
 * on a line. In units of the standard deviation the distance is the same whatever the number of
 * columns, and so is the share of rows that are nearer to a foreign centre: less than one in a
 * million at a separation of 10.
 */
record Blobs(int columns, int components, double separation, double offset, double scale, long seed)
    implements RowSource {
  /** The coordinate of a centre. */
  double centre(int component, int column) {
    if (components <= columns) {
      return component == column ? separation / Math.sqrt(2) : 0;
    }
    if (columns == 1) {
      return component * separation;
    }
    double radius = separation / (2 * Math.sin(Math.PI / components));
    double angle = 2 * Math.PI * component / components;
    return switch (column) {
      case 0 -> radius * Math.cos(angle);
      case 1 -> radius * Math.sin(angle);
      default -> 0;
    };
  }

  @Override
  public StructType schema() {
    StructType schema = new StructType();
    for (int j = 0; j < columns; j++) {
      schema = schema.add("x" + j, DataTypes.DoubleType, false);
    }
    return schema.add("label", DataTypes.IntegerType, false);
  }

  @Override
  public LongFunction<Row> open() {
    return this::row;
  }

  private Row row(long index) {
    SplittableRandom random = RowSource.random(seed, index);
    int component = random.nextInt(components);
    Object[] values = new Object[columns + 1];
    for (int j = 0; j < columns; j++) {
      values[j] = offset + scale * (centre(component, j) + random.nextGaussian());
    }
    values[columns] = component;
    return RowFactory.create(values);
  }
}
