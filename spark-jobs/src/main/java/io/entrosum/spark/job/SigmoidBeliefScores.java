package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SigmoidBeliefScorer;
import org.jspecify.annotations.Nullable;

/** How probable each latent of a row is on, the bound, and how probable that makes each column. */
record SigmoidBeliefScores(SigmoidBeliefNetwork model) implements LatentScores.Kind {
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
    return false;
  }

  @Override
  public String fit() {
    return "bound";
  }

  @Override
  public LatentScores.Latents open() {
    SigmoidBeliefScorer scorer = model.scorer();
    return new LatentScores.Latents() {
      @Override
      public void score(
          Block block,
          double[] latent,
          double[] deviation,
          double[] fit,
          double @Nullable [] filled) {
        scorer.score(block, latent, fit);
      }

      @Override
      public double[] reconstruct(int n, double[] latent) {
        return scorer.reconstruct(n, latent);
      }
    };
  }
}
