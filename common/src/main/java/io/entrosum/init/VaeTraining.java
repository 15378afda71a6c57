package io.entrosum.init;

import io.entrosum.model.VaeModel;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.NetworkEngine;
import io.entrosum.vae.Observables;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains autoencoders on the data of a pass, from nothing to the result. The command line and
 * programs without Spark all come through here.
 *
 * <p>One pass profiles the data; then each epoch is a pass, which all restarts share.
 */
public final class VaeTraining {
  private final VaeSpec spec;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final @Nullable VaeModel initial;
  private final Course course;

  private VaeTraining(
      VaeSpec spec,
      StoppingRule rule,
      List<TrainingListener> listeners,
      @Nullable VaeModel initial,
      Course course) {
    this.spec = spec;
    this.rule = rule;
    this.listeners = List.copyOf(listeners);
    this.initial = initial;
    this.course = course;
  }

  /**
   * A training.
   *
   * @throws io.entrosum.vae.MissingEngineException if nothing can calculate networks
   */
  public static VaeTraining of(VaeSpec spec, StoppingRule rule, List<TrainingListener> listeners) {
    Objects.requireNonNull(NetworkEngine.get());
    return new VaeTraining(spec, rule, listeners, null, Course.unkept());
  }

  /** The same from a model, which epochs go on from. */
  public VaeTraining from(VaeModel model) {
    return new VaeTraining(spec, rule, listeners, model, course);
  }

  /** The same as a part of a course. */
  public VaeTraining in(Course other) {
    return new VaeTraining(spec, rule, listeners, initial, other);
  }

  /**
   * What came of a training.
   *
   * @param result the model, its bound, the epochs
   * @param profile of the data
   */
  public record Outcome(TrainingResult<VaeModel> result, DataProfile profile) {}

  /**
   * What a training takes on the driver.
   *
   * @param weights their number P
   * @param trainings that share passes
   */
  public static DriverMemory driverMemory(long weights, int partitions, int trainings) {
    return NetworkStarts.driverMemory(weights, partitions, trainings);
  }

  /**
   * Trains.
   *
   * @throws UnusableDataException if the data does not suffice, or the model does not fit memory
   * @throws io.entrosum.linalg.NumericalException if training diverges
   */
  public Outcome run(Pass pass) {
    NetworkStarts.checkSize(spec.architecture(), spec.variances(), spec.restarts(), pass);
    DataProfile profile = DataProfile.of(pass, 2);
    check(profile);
    VaeStarts starts = VaeStarts.of(spec, profile, initial);
    return new Outcome(NetworkStarts.best(starts, rule, listeners, course, pass), profile);
  }

  private void check(DataProfile profile) {
    UsableData.checkWeight(profile.rows(), profile.weight());
    double[] variances = profile.variances();
    UsableData.checkFinite(variances);
    UsableData.checkUnderflow(profile, j -> true);
    UsableData.checkVariance(variances);
    if (spec.architecture().observables() != Observables.BERNOULLI) {
      return;
    }
    for (int j = 0; j < variances.length; j++) {
      double least = profile.least()[j];
      double largest = profile.largest()[j];
      if (least < 0 || largest > 1) {
        throw new UnusableDataException(
            String.format(
                Locale.ROOT,
                "column number %d has values from %s to %s, but observables = bernoulli need values"
                    + " from 0 to 1; rescale the column, or take observables = gaussian",
                j + 1,
                least,
                largest));
      }
    }
  }
}
