package io.entrosum.spark;

import java.io.Serializable;
import org.apache.spark.Partition;
import org.apache.spark.rdd.PartitionCoalescer;
import org.apache.spark.rdd.PartitionGroup;
import org.apache.spark.rdd.RDD;
import scala.Option;

/**
 * Makes fewer partitions by joining neighbours, as evenly as can be. Unlike Spark's own coalescer
 * it does not look where the data lies: which rows come together, and thereby the last digits of
 * sums, must not depend on which nodes of a file system hold the blocks of a file today.
 */
final class ContiguousCoalescer implements PartitionCoalescer, Serializable {
  private static final long serialVersionUID = 1;

  @Override
  public PartitionGroup[] coalesce(int wanted, RDD<?> parent) {
    Partition[] partitions = parent.partitions();
    PartitionGroup[] groups = new PartitionGroup[Math.min(wanted, partitions.length)];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = new PartitionGroup(Option.empty());
      int end = end(i, groups.length, partitions.length);
      for (int p = i == 0 ? 0 : end(i - 1, groups.length, partitions.length); p < end; p++) {
        groups[i].partitions().append(partitions[p]);
      }
    }
    return groups;
  }

  private static int end(int group, int groups, int partitions) {
    return (int) ((group + 1L) * partitions / groups);
  }
}
