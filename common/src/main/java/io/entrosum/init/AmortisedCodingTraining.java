package io.entrosum.init;

import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.NetworkEngine;
import io.entrosum.vae.VarianceMethod;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains amortised sparse coding on the data of a pass, from nothing to the result.
 *
 * <p>One pass profiles the data; then each epoch is a pass, which all restarts share.
 */
public final class AmortisedCodingTraining {
  private final AmortisedCodingSpec spec;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final @Nullable AmortisedCodingModel initial;
  private final Course course;

  private AmortisedCodingTraining(
      AmortisedCodingSpec spec,
      StoppingRule rule,
      List<TrainingListener> listeners,
      @Nullable AmortisedCodingModel initial,
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
  public static AmortisedCodingTraining of(
      AmortisedCodingSpec spec, StoppingRule rule, List<TrainingListener> listeners) {
    Objects.requireNonNull(NetworkEngine.get());
    return new AmortisedCodingTraining(spec, rule, listeners, null, Course.unkept());
  }

  /** The same from a model, which epochs go on from. */
  public AmortisedCodingTraining from(AmortisedCodingModel model) {
    return new AmortisedCodingTraining(spec, rule, listeners, model, course);
  }

  /** The same as a part of a course. */
  public AmortisedCodingTraining in(Course other) {
    return new AmortisedCodingTraining(spec, rule, listeners, initial, other);
  }

  /**
   * What came of a training.
   *
   * @param result the model, its bound, the epochs
   * @param profile of the data
   */
  public record Outcome(TrainingResult<AmortisedCodingModel> result, DataProfile profile)
      implements CodingOutcome<AmortisedCodingModel> {}

  /**
   * Trains.
   *
   * @throws UnusableDataException if the data does not suffice, or the model does not fit memory
   * @throws io.entrosum.linalg.NumericalException if training diverges
   */
  public Outcome run(Pass pass) {
    NetworkStarts.checkSize(spec.architecture(), VarianceMethod.CLOSED_FORM, spec.restarts(), pass);
    DataProfile profile = DataProfile.of(pass, 2);
    SparseCodingTraining.check(profile);
    AmortisedCodingStarts starts = AmortisedCodingStarts.of(spec, profile, initial);
    return new Outcome(NetworkStarts.best(starts, rule, listeners, course, pass), profile);
  }
}
