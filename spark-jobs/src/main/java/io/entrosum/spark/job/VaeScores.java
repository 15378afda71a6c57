package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.VaeModel;
import io.entrosum.model.VaeScorer;
import org.jspecify.annotations.Nullable;

/**
 * The posterior means and deviations of a row and its bound; what the decoder makes of the means.
 */
record VaeScores(VaeModel model) implements LatentScores.Kind {
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
    VaeScorer scorer = model.scorer();
    return new LatentScores.Latents() {
      @Override
      public void score(
          Block block,
          double[] latent,
          double[] deviation,
          double[] fit,
          double @Nullable [] filled) {
        scorer.score(block, latent, deviation, fit);
      }

      @Override
      public double[] reconstruct(int n, double[] latent) {
        return scorer.reconstruct(n, latent);
      }
    };
  }
}
