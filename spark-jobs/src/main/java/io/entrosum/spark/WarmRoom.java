package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import java.io.Serializable;

/**
 * Room beside cached blocks for what trainings keep from pass to pass ({@link WarmStart}). It is
 * made before blocks are cached, so that Spark counts it when it measures what it caches.
 *
 * @param numbersPerRow that one training keeps of a row; 0: there is no room
 * @param trainings that share the blocks
 */
public record WarmRoom(int numbersPerRow, int trainings) implements Serializable {
  /** No room. */
  public static final WarmRoom NONE = new WarmRoom(0, 0);

  /** The most numbers that all trainings keep beside one block: 64 MiB. */
  private static final long MOST = 8 << 20;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public WarmRoom {
    if (numbersPerRow < 0 || trainings < 0) {
      throw new IllegalArgumentException(
          "warm start: must be of >= 0 numbers a row and >= 0 trainings but was of "
              + numbersPerRow
              + " and "
              + trainings);
    }
  }

  /** The size of a block in bytes: that wanted, or less, so that the room beside it stays small. */
  long blockBytes(long wanted, int columns) {
    if (numbersPerRow == 0) {
      return wanted;
    }
    long rows = Math.max(1, MOST / ((long) numbersPerRow * Math.max(1, trainings)));
    return Math.min(wanted, 8L * columns * rows);
  }

  /** A batch whose block has room. */
  RowReader.Batch beside(RowReader.Batch batch) {
    Block block = batch.block();
    if (block == null || numbersPerRow == 0) {
      return batch;
    }
    int length = Math.multiplyExact(block.rows(), numbersPerRow);
    return new RowReader.Batch(
        block.withWarmStart(new WarmStart(length, trainings)),
        batch.skipped(),
        batch.missing(),
        batch.problem());
  }
}
