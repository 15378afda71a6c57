package io.entrosum.model;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.EnumeratedStep;
import io.entrosum.belief.Logits;
import io.entrosum.belief.StateSearch;
import io.entrosum.belief.TruncatedStep;
import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows under a sigmoid belief network: posteriors of the latents, bound, reconstruction. Not
 * thread-safe; it has scratch memory of its own.
 */
public final class SigmoidBeliefScorer {
  private final SigmoidBeliefNetwork model;
  private final @Nullable EnumeratedStep listed;
  private final @Nullable TruncatedStep truncated;

  SigmoidBeliefScorer(SigmoidBeliefNetwork model) {
    this.model = model;
    boolean all = model.posterior().listsAll();
    this.listed = all ? new EnumeratedStep(model.layers(), model.posterior()) : null;
    this.truncated =
        all
            ? null
            : new TruncatedStep(model.layers(), model.posterior().states(), StateSearch.EXACT);
  }

  /**
   * The posteriors of the rows of a block.
   *
   * @param latent Modified. How probable each latent is on, row-major [rows, H], layers from the
   *     data upwards.
   * @param bound Modified. The bound on the log-likelihood of each row, nats, [rows].
   * @throws IllegalArgumentException if the block does not have D columns
   * @throws io.entrosum.linalg.NumericalException if a value is neither 0 nor 1
   */
  public void score(Block block, double[] latent, double[] bound) {
    if (block.columns() != model.dimensions()) {
      throw new IllegalArgumentException(
          "score: rows have " + block.columns() + " columns, the model has " + model.dimensions());
    }
    if (listed != null) {
      listed.posteriors(block, latent, bound);
    } else if (truncated != null) {
      truncated.posteriors(block, latent, bound);
    }
  }

  /**
   * {@code S(b + V' m)}: how probable each column is on where the latents next to the data are at
   * their posterior means m.
   *
   * @param latent row-major [n, H]. Not modified.
   * @return row-major [n, D]
   */
  public double[] reconstruct(int n, double[] latent) {
    BeliefLayer layer = model.layers().layers().get(0);
    int d = model.dimensions();
    int h = model.latentDimensions();
    double[] near = new double[n * layer.inputs()];
    for (int i = 0; i < n; i++) {
      System.arraycopy(latent, i * h, near, i * layer.inputs(), layer.inputs());
    }
    double[] rows = new double[Math.multiplyExact(n, d)];
    Blas.times(n, d, layer.inputs(), near, layer.weights(), rows);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Logits.probability(rows[i] + layer.biases()[i % d]);
    }
    return rows;
  }
}
