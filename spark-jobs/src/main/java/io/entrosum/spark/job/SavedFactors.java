package io.entrosum.spark.job;

import io.entrosum.family.Components;
import io.entrosum.model.FactorModel;
import io.entrosum.model.FactorScorer;
import io.entrosum.spark.Storage;
import java.util.List;
import java.util.Map;

/** A trained probabilistic PCA or factor analysis. */
record SavedFactors(FactorModel model, List<String> columns, Map<String, String> metadata)
    implements SavedModel {
  /**
   * The factors of a saved model.
   *
   * @throws JobException if it is of another type
   */
  static FactorModel of(SavedModel saved, String key) {
    return saved.as(SavedFactors.class, key, "ppca or factor-analysis").model;
  }

  @Override
  public Storage storage() {
    return Storage.AUTO;
  }

  @Override
  public boolean marginalises() {
    return true;
  }

  @Override
  public RowScores scores(ScoreConfig config) {
    config.refuseCodes(model.type());
    return new LatentScores(
        model.latentDimensions(),
        model.dimensions(),
        "log_density",
        LatentScores.Deviations.NONE,
        this::latents,
        config.reconstruction());
  }

  private LatentScores.Latents latents() {
    FactorScorer scorer = model.scorer();
    return new LatentScores.Latents(
        (block, latent, none, logDensity, filled) -> {
          if (filled == null) {
            scorer.score(block, latent, logDensity);
          } else {
            scorer.fill(block, latent, logDensity, filled);
          }
        },
        scorer::reconstruct);
  }

  @Override
  public ModelDescription description() {
    return new FactorDescription(model, columns);
  }

  @Override
  public RowSource samples(long seed) {
    return new NumberSamples(
        () -> {
          Components.Sampler sampler = model.components().sampler();
          return (random, row) -> sampler.draw(0, random, row);
        },
        columns,
        seed);
  }
}
