package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Data that was generated, as it is given to a training; prints itself as Java.
 *
 * @param columns the number D of columns
 * @param rows [N][D]
 * @param weights [N], or empty where rows have none
 * @param partitions of each row, ascending
 * @param blockRows the most rows of a block
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record GeneratedRows(
    int columns, double[][] rows, double[] weights, int[] partitions, int blockRows) {
  static final int PARTITIONS = 4;

  Pass pass() {
    return pass(0, 0);
  }

  /** The same with room for what a training keeps of the posteriors of rows. */
  Pass pass(int latents, int trainings) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      int partition = p;
      int[] own = IntStream.range(0, rows.length).filter(i -> partitions[i] == partition).toArray();
      List<Block> blocks = new ArrayList<>();
      for (int first = 0; first < own.length; first += blockRows) {
        Block block =
            block(Arrays.copyOfRange(own, first, Math.min(own.length, first + blockRows)));
        blocks.add(
            latents == 0
                ? block
                : block.withWarmStart(new WarmStart(2 * block.rows() * latents, trainings)));
      }
      all.add(blocks);
    }
    return new LocalPass(all, columns);
  }

  private Block block(int[] chosen) {
    double[] values = new double[chosen.length * columns];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(rows[chosen[i]], 0, values, i * columns, columns);
    }
    double[] own = Arrays.stream(chosen).mapToDouble(this::weight).toArray();
    return new Block(columns, values, weights.length == 0 ? null : own);
  }

  private double weight(int row) {
    return weights.length == 0 ? 1 : weights[row];
  }

  /** The statistics of a model on the rows. */
  Statistics aggregate(LatentModel<?> model) {
    Statistics all = new Statistics(model.layout());
    LatentModel.EStep step = model.eStep();
    int[] every = IntStream.range(0, rows.length).toArray();
    step.add(block(every), all);
    return all;
  }

  /** Whether no product of a few values and weights leaves the range of doubles. */
  boolean isModerate() {
    return Stream.concat(Arrays.stream(rows), Stream.of(weights))
        .flatMapToDouble(Arrays::stream)
        .map(Math::abs)
        .allMatch(x -> !(x > 1e20 || (x > 0 && x < 1e-20)));
  }

  /**
   * Whether sums lose digits whatever they are about: of subnormal values, which no weight below 1
   * leaves as they are, or beside weights that are more than 1e12 times others.
   */
  boolean losesDigits() {
    double least = Arrays.stream(weights).filter(w -> w > 0).min().orElse(1);
    return Arrays.stream(weights).anyMatch(w -> w > 1e12 * least)
        || Arrays.stream(rows)
            .flatMapToDouble(Arrays::stream)
            .anyMatch(x -> x != 0 && Math.abs(x) < Double.MIN_NORMAL);
  }

  boolean hasHoles() {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
  }

  boolean hasWeightlessRows() {
    return Arrays.stream(weights).anyMatch(w -> w == 0);
  }

  GeneratedRows withoutWeightlessRows() {
    int[] kept = IntStream.range(0, rows.length).filter(i -> weight(i) != 0).toArray();
    return new GeneratedRows(
        columns,
        Arrays.stream(kept).mapToObj(i -> rows[i]).toArray(double[][]::new),
        weights.length == 0 ? weights : Arrays.stream(kept).mapToDouble(this::weight).toArray(),
        Arrays.stream(kept).map(i -> partitions[i]).toArray(),
        blockRows);
  }

  GeneratedRows withWeights(DoubleUnaryOperator changed) {
    double[] all = IntStream.range(0, rows.length).mapToDouble(this::weight).toArray();
    return new GeneratedRows(
        columns, rows, Arrays.stream(all).map(changed).toArray(), partitions, blockRows);
  }

  @Override
  public String toString() {
    return "rows = "
        + Arrays.deepToString(rows).replace('[', '{').replace(']', '}')
        + (weights.length == 0 ? "" : ", weights = " + Arrays.toString(weights))
        + ", partitions = "
        + Arrays.toString(partitions)
        + ", rows a block = "
        + blockRows;
  }
}
