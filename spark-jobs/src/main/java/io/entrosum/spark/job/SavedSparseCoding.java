package io.entrosum.spark.job;

import io.entrosum.coding.PosteriorType;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.SparseCoding;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.train.Pass;
import java.util.List;
import java.util.Map;

/** A trained sparse coding model. */
record SavedSparseCoding(SparseCoding<?> model, List<String> columns, Map<String, String> metadata)
    implements SavedModel {
  /**
   * The sparse coding of a saved model.
   *
   * @throws JobException if it is of another type
   */
  static SparseCoding<?> of(SavedModel saved, String key) {
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
    return new NumberSamples(() -> model.sampler()::sample, columns, seed);
  }

  /** What the search for the best diagonal posterior of every row would gain over the network. */
  @Override
  public Map<String, Double> comparisons(Pass pass, double bound) {
    if (!(model instanceof AmortisedCodingModel amortised)) {
      return Map.of();
    }
    SparseCodingModel searched = amortised.searched(PosteriorType.DIAGONAL);
    double best =
        searched.bound(pass.eStep(searched, "the best diagonal posteriors of the rows")).bound();
    return Map.of("diagonalBound", best, "amortisationGap", best - bound);
  }
}
