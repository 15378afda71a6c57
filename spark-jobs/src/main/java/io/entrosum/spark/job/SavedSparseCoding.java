package io.entrosum.spark.job;

import io.entrosum.coding.PosteriorType;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.CodeScorer;
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
    ScoreConfig.Codes codes = config.codes();
    return new LatentScores(
        model.latentDimensions(),
        model.dimensions(),
        "bound",
        LatentScores.Deviations.TOLD,
        () -> latents(codes),
        config.reconstruction());
  }

  /** Deviations and bound are those of the posterior, whatever codes are. */
  private LatentScores.Latents latents(ScoreConfig.Codes codes) {
    CodeScorer scorer = model.scorer();
    return new LatentScores.Latents(
        (block, latent, deviation, bound, filled) -> {
          scorer.score(block, latent, deviation, bound);
          if (codes == ScoreConfig.Codes.MAP) {
            scorer.mostProbable(block, latent);
          }
        },
        scorer::reconstruct,
        scorer::takeUnfinished);
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
