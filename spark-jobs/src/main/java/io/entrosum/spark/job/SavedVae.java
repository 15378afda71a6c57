package io.entrosum.spark.job;

import io.entrosum.model.VaeModel;
import io.entrosum.model.VaeScorer;
import java.util.List;
import java.util.Map;

/** A trained autoencoder. */
record SavedVae(VaeModel model, List<String> columns, Map<String, String> metadata)
    implements SavedModel {
  /**
   * The autoencoder of a saved model.
   *
   * @throws JobException if it is of another type
   */
  static VaeModel of(SavedModel saved, String key) {
    return saved.as(SavedVae.class, key, VaeModel.TYPE).model;
  }

  @Override
  public RowScores scores(ScoreConfig config) {
    config.refuseCodes(model.type());
    return new LatentScores(
        model.latentDimensions(),
        model.dimensions(),
        "bound",
        LatentScores.Deviations.TOLD,
        this::latents,
        config.reconstruction());
  }

  private LatentScores.Latents latents() {
    VaeScorer scorer = model.scorer();
    return new LatentScores.Latents(
        (block, latent, deviation, bound, filled) -> scorer.score(block, latent, deviation, bound),
        scorer::reconstruct);
  }

  @Override
  public ModelDescription description() {
    return new VaeDescription(model, columns);
  }

  @Override
  public RowSource samples(long seed) {
    return new NumberSamples(
        () -> {
          VaeScorer scorer = model.scorer();
          return (random, row) -> System.arraycopy(scorer.sample(random, 1), 0, row, 0, row.length);
        },
        columns,
        seed);
  }
}
