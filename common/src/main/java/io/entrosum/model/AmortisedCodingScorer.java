package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.vae.VaeScores;
import org.jspecify.annotations.Nullable;

/** Takes the posteriors of rows from a network, which only {@link #score} needs. */
public final class AmortisedCodingScorer extends CodeScorer {
  private final AmortisedCodingModel model;
  private @Nullable VaeScores scores;

  AmortisedCodingScorer(AmortisedCodingModel model) {
    super(model.codes());
    this.model = model;
  }

  @Override
  void posteriors(Block block, double[] latent, double[] deviation, double[] bound) {
    VaeScores loaded = scores;
    if (loaded == null) {
      loaded = new VaeScores(model.vae(), model.settings());
      scores = loaded;
    }
    loaded.score(block, latent, deviation, bound);
  }
}
