package io.entrosum.vae;

import io.entrosum.data.Block;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Batches of a block's rows of positive weight, as networks take them. */
final class BlockRows {
  /** The numbers of one array of networks, about, and so the rows of a batch that is evaluated. */
  private static final int MOST_NUMBERS = 1 << 22;

  private final Architecture architecture;
  private final Scaling scaling;
  private final Block block;
  private final int[] rows;
  private final long[] hashes;

  BlockRows(VaeParameters parameters, Block block) {
    this.architecture = parameters.architecture();
    this.scaling = parameters.scaling();
    this.block = block.dense();
    if (block.columns() != architecture.columns()) {
      throw new IllegalArgumentException(
          "rows have " + block.columns() + " columns, the networks have " + architecture.columns());
    }
    this.rows = IntStream.range(0, block.rows()).filter(i -> block.weight(i) > 0).toArray();
    this.hashes = Arrays.stream(rows).mapToLong(this.block::hash).toArray();
  }

  int size() {
    return rows.length;
  }

  /** The row of the block that is at a place here. */
  int row(int place) {
    return rows[place];
  }

  double weight(int place) {
    return block.weight(rows[place]);
  }

  /** How many rows are evaluated at once. */
  int chunk(int samples) {
    int widest = architecture.columns();
    for (int width : architecture.decoder().layers()) {
      widest = Math.max(widest, width);
    }
    return Math.max(1, MOST_NUMBERS / Math.multiplyExact(widest, samples));
  }

  /** All places in their order. */
  int[] inOrder() {
    return IntStream.range(0, rows.length).toArray();
  }

  /** All places in a random order that hangs on what is in the rows. */
  int[] shuffled(RowNoise noise) {
    return IntStream.range(0, rows.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> noise.order(hashes[i])))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The batch of some places. */
  Batch batch(int[] places, int from, int to, int samples, RowNoise noise) {
    int n = to - from;
    int d = architecture.columns();
    int h = architecture.latents();
    float[] values = new float[Math.multiplyExact(n, d)];
    float[] weights = new float[n];
    float[] draws = new float[Math.multiplyExact(Math.multiplyExact(n, h), samples)];
    double[] all = block.values();
    for (int i = 0; i < n; i++) {
      int place = places[from + i];
      int at = rows[place] * d;
      for (int j = 0; j < d; j++) {
        values[i * d + j] = scaling.inside(all[at + j], j);
      }
      weights[i] = (float) block.weight(rows[place]);
      noise.fill(hashes[place], samples, n, h, i, draws);
    }
    return new Batch(n, values, weights, samples, draws);
  }
}
