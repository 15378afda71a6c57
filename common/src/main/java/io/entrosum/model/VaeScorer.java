package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.vae.VaeScores;
import java.util.random.RandomGenerator;

/** Scores rows under an autoencoder. Not thread-safe. */
public final class VaeScorer {
  private final VaeScores scores;

  VaeScorer(VaeModel model) {
    this.scores = new VaeScores(model.vae(), model.settings());
  }

  /**
   * The posteriors of the rows of a block.
   *
   * @param latent Modified. Means nu, row-major [rows, H].
   * @param deviation Modified. tau, row-major [rows, H].
   * @param bound Modified. The evidence lower bound of each row, nats, [rows]: exact where {@link
   *     io.entrosum.vae.Architecture#isExact}, else the mean over the draws of the model.
   * @throws IllegalArgumentException if the block does not have D columns
   */
  public void score(Block block, double[] latent, double[] deviation, double[] bound) {
    scores.score(block, latent, deviation, bound);
  }

  /**
   * Draws rows.
   *
   * @param n how many
   * @return row-major [n, D]
   */
  public double[] sample(RandomGenerator random, int n) {
    return scores.sample(random, n);
  }

  /**
   * The means of the columns given latents; of Bernoulli columns the probabilities of a 1.
   *
   * @param latent row-major [n, H]. Not modified.
   * @return row-major [n, D]
   */
  public double[] reconstruct(int n, double[] latent) {
    return scores.reconstruct(n, latent);
  }
}
