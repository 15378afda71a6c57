package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.SparseCodingScorer;
import io.entrosum.train.BlockAggregation;

/**
 * Draws distinct rows with probabilities proportional to what their most probable codes leave of
 * them, {@code |x - W z|^2}, in one pass; the race of {@link RowRace}. What runs is the rest of the
 * row.
 *
 * @param winners how many rows to draw
 * @param salt makes draws of different rounds independent
 */
record BadlyExplained(SparseCodingModel model, int winners, long salt)
    implements BlockAggregation<RowRace.Podium> {
  @Override
  public RowRace.Podium zero() {
    return new RowRace.Podium(winners);
  }

  @Override
  public Accumulator<RowRace.Podium> accumulator() {
    SparseCodingScorer scorer = model.scorer();
    int d = model.dimensions();
    return (block, podium) -> {
      Block dense = block.dense();
      double[] codes = new double[block.rows() * model.latentDimensions()];
      scorer.mostProbable(dense, codes);
      double[] explained = scorer.reconstruct(block.rows(), codes);
      for (int i = 0; i < block.rows(); i++) {
        if (block.weight(i) > 0) {
          enter(dense, i, explained, d, podium);
        }
      }
    };
  }

  private void enter(Block block, int i, double[] explained, int d, RowRace.Podium podium) {
    double[] rest = block.row(i);
    double square = 0;
    for (int j = 0; j < d; j++) {
      rest[j] -= explained[i * d + j];
      square += rest[j] * rest[j];
    }
    if (square > 0) {
      long hash = RowHash.of(block.values(), i * d, d);
      double time = -Math.log(RowHash.uniform(hash, salt)) / square;
      podium.enter(new RowRace.Runner(true, time, hash, rest));
    }
  }

  @Override
  public RowRace.Podium merge(RowRace.Podium left, RowRace.Podium right) {
    return left.mergeWith(right);
  }

  @Override
  public long bytes() {
    return model.bytes();
  }
}
