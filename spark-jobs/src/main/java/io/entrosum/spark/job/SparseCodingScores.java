package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.CodeScorer;
import io.entrosum.model.SparseCoding;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a row, the standard deviations of their posteriors, and the bound.
 *
 * @param codes means of posteriors, or the most probable ones; deviations and bound are those of
 *     the posterior in either case
 */
record SparseCodingScores(SparseCoding<?> model, ScoreConfig.Codes codes)
    implements LatentScores.Kind {
  @Override
  public int latents() {
    return model.latentDimensions();
  }

  @Override
  public int columns() {
    return model.dimensions();
  }

  @Override
  public boolean deviations() {
    return true;
  }

  @Override
  public String fit() {
    return "bound";
  }

  @Override
  public LatentScores.Latents open() {
    CodeScorer scorer = model.scorer();
    return new LatentScores.Latents() {
      @Override
      public void score(
          Block block,
          double[] latent,
          double[] deviation,
          double[] fit,
          double @Nullable [] filled) {
        scorer.score(block, latent, deviation, fit);
        if (codes == ScoreConfig.Codes.MAP) {
          scorer.mostProbable(block, latent);
        }
      }

      @Override
      public double[] reconstruct(int n, double[] latent) {
        return scorer.reconstruct(n, latent);
      }

      @Override
      public long takeUnfinished() {
        return scorer.takeUnfinished();
      }
    };
  }
}
