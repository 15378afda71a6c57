package io.entrosum.spark.job;

import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SigmoidBeliefScorer;
import io.entrosum.spark.ColumnReading;
import java.util.List;
import java.util.Map;

/** A trained sigmoid belief network. */
record SavedSigmoidBelief(
    SigmoidBeliefNetwork model, List<String> columns, Map<String, String> metadata)
    implements SavedModel {
  /**
   * The network of a saved model.
   *
   * @throws JobException if it is of another type
   */
  static SigmoidBeliefNetwork of(SavedModel saved, String key) {
    return saved.as(SavedSigmoidBelief.class, key, SigmoidBeliefNetwork.TYPE).model;
  }

  @Override
  public ColumnReading reading() {
    return SigmoidBeliefJob.reading(columns.size());
  }

  @Override
  public RowScores scores(ScoreConfig config) {
    config.refuseCodes(model.type());
    return new LatentScores(
        model.latentDimensions(),
        model.dimensions(),
        "bound",
        LatentScores.Deviations.NONE,
        this::latents,
        config.reconstruction());
  }

  /** How probable each latent is on, and how probable that makes each column. */
  private LatentScores.Latents latents() {
    SigmoidBeliefScorer scorer = model.scorer();
    return new LatentScores.Latents(
        (block, latent, none, bound, filled) -> scorer.score(block, latent, bound),
        scorer::reconstruct);
  }

  @Override
  public ModelDescription description() {
    return new SigmoidBeliefDescription(model, columns);
  }

  @Override
  public RowSource samples(long seed) {
    return new NumberSamples(() -> model::sample, columns, seed);
  }
}
