package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.model.FactorModel;
import io.entrosum.model.FactorScorer;
import org.jspecify.annotations.Nullable;

/** The posterior means of the factors of a row and the log density of the row. */
record FactorScores(FactorModel model) implements LatentScores.Kind {
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
    return "log_density";
  }

  @Override
  public LatentScores.Latents open() {
    FactorScorer scorer = model.scorer();
    return new LatentScores.Latents() {
      @Override
      public void score(
          Block block,
          double[] latent,
          double[] deviation,
          double[] fit,
          double @Nullable [] filled) {
        if (filled == null) {
          scorer.score(block, latent, fit);
        } else {
          scorer.fill(block, latent, fit, filled);
        }
      }

      @Override
      public double[] reconstruct(int n, double[] latent) {
        return scorer.reconstruct(n, latent);
      }
    };
  }
}
