package io.entrosum.spark.job;

import java.io.Serializable;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Makes rows from their index, so that the data does not depend on partitions. */
interface RowSource extends Serializable {
  /** The columns. */
  StructType schema();

  /** A maker of rows with its own scratch memory, for one thread. */
  LongFunction<Row> open();

  /** The random numbers of a row: independent of those of other rows. */
  static SplittableRandom random(long seed, long row) {
    long z = (seed * 0x9E3779B97F4A7C15L) ^ (row + 1) * 0xD1B54A32D192ED03L;
    z = (z ^ (z >>> 32)) * 0xDABA0B6EB09322E3L;
    z = (z ^ (z >>> 32)) * 0xDABA0B6EB09322E3L;
    return new SplittableRandom(z ^ (z >>> 32));
  }
}
