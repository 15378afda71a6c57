package io.entrosum.spark;

import org.apache.spark.Partitioner;

/** Spreads the keys of {@link NumberedBatches} evenly over partitions. */
final class RoundRobin extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final int partitions;

  RoundRobin(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    long numbered = (Long) key;
    return (int) (((numbered >>> 32) + (numbered & 0xFFFFFFFFL)) % partitions);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoundRobin that && that.partitions == partitions;
  }

  @Override
  public int hashCode() {
    return partitions;
  }
}
