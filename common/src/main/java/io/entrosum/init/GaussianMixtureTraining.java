package io.entrosum.init;

import io.entrosum.model.Mixture;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.List;

/** Trains a Gaussian mixture on the data of a pass; see {@link MixtureTraining}. */
public final class GaussianMixtureTraining {
  private final MixtureTraining training;

  /** A training that can be run on data. */
  public GaussianMixtureTraining(
      GaussianMixtureSpec spec, StoppingRule rule, int restarts, List<TrainingListener> listeners) {
    this.training = MixtureTraining.of(spec, rule, restarts, listeners);
  }

  /** With the default stopping rule, one start, nobody watching. */
  public GaussianMixtureTraining(GaussianMixtureSpec spec) {
    this(
        spec,
        new StoppingRule(StoppingRule.DEFAULT_MAX_ITERATIONS, StoppingRule.DEFAULT_TOLERANCE),
        1,
        List.of());
  }

  /**
   * Profiles the data, then trains.
   *
   * @throws UnusableDataException if there are no rows, no weight, or fewer distinct rows than
   *     components
   */
  public TrainingResult<Mixture> run(Pass pass) {
    return training.run(pass);
  }

  /** Trains on data that has been profiled. */
  public TrainingResult<Mixture> run(Pass pass, DataProfile profile) {
    return training.run(pass, profile);
  }

  /** The model that a restart begins with. */
  Mixture start(Pass pass, DataProfile profile, int restart) {
    return training.start(pass, profile, restart);
  }
}
