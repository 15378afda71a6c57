package io.entrosum.spark.job;

import io.entrosum.model.SparseCodingModel;
import java.util.List;
import java.util.Map;

/** A trained sparse coding model. */
record SavedSparseCoding(
    SparseCodingModel model, List<String> columns, Map<String, String> metadata)
    implements SavedModel {
  /**
   * The sparse coding of a saved model.
   *
   * @throws JobException if it is of another type
   */
  static SparseCodingModel of(SavedModel saved, String key) {
    return saved.as(SavedSparseCoding.class, key, SparseCodingModel.TYPE).model;
  }

  @Override
  public RowScores scores(ScoreConfig config) {
    return new LatentScores(new SparseCodingScores(model, config.codes()), config.reconstruction());
  }

  @Override
  public ModelDescription description() {
    return new SparseCodingDescription(model, columns);
  }

  @Override
  public RowSource samples(long seed) {
    return new NumberSamples(() -> model::sample, columns, seed);
  }
}
