package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import java.io.Serializable;

/**
 * Tells data sets apart that have been read.
 *
 * @param content a hash of the rows and their weights, whatever their order
 * @param layout a hash of their order, blocks and partitions: where it is the same, too, sums over
 *     the rows have the same bits
 */
public record DataFingerprint(long content, long layout) implements Serializable {
  static final DataFingerprint NOTHING = new DataFingerprint(0, 0);

  /** Of a partition so far, and a further block of it. */
  DataFingerprint then(Block block) {
    long all = content;
    long order = RowHash.then(layout, block.rows());
    for (int i = 0; i < block.rows(); i++) {
      long row = RowHash.then(block.hash(i), Double.doubleToLongBits(block.weight(i)));
      all += row;
      order = RowHash.then(order, row);
    }
    return new DataFingerprint(all, order);
  }

  /** Of the partitions before, and a further one. */
  DataFingerprint plus(DataFingerprint partition) {
    return new DataFingerprint(content + partition.content, RowHash.then(layout, partition.layout));
  }
}
