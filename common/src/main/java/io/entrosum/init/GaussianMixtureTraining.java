package io.entrosum.init;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.DataProfile;
import io.entrosum.train.EmTrainer;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Trains a Gaussian mixture on the data of a pass, from nothing to the result: profile, start,
 * restarts. The command line, the Spark ML estimator and programs without Spark all come through
 * here.
 */
public final class GaussianMixtureTraining {
  private final GaussianMixtureSpec spec;
  private final StoppingRule rule;
  private final int restarts;
  private final List<TrainingListener> listeners;

  /** A training that can be run on data. */
  public GaussianMixtureTraining(
      GaussianMixtureSpec spec, StoppingRule rule, int restarts, List<TrainingListener> listeners) {
    this.spec = spec;
    this.rule = rule;
    this.restarts = restarts;
    this.listeners = List.copyOf(listeners);
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
    return run(pass, DataProfile.of(pass, spec.components()));
  }

  /** Trains on data that has been profiled. */
  public TrainingResult<Mixture> run(Pass pass, DataProfile profile) {
    check(profile);
    return new EmTrainer(rule, listeners)
        .trainBest(restarts, restart -> start(pass, profile, restart), pass);
  }

  private void check(DataProfile profile) {
    if (profile.rows() == 0) {
      throw new UnusableDataException("the input has no rows");
    }
    if (!(profile.weight() > 0)) {
      throw new UnusableDataException(
          "all " + profile.rows() + " row weights are zero; at least one must be positive");
    }
    if (profile.distinctRows() < spec.components()) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "only %d distinct rows for %d components; use at most %d components",
              profile.distinctRows(),
              spec.components(),
              profile.distinctRows()));
    }
    double[] variances = profile.variances();
    for (int j = 0; j < variances.length; j++) {
      if (!Double.isFinite(variances[j])) {
        throw new UnusableDataException(
            "the variance of column number " + (j + 1) + " overflows; rescale the column");
      }
    }
  }

  /** The model that a restart begins with. */
  Mixture start(Pass pass, DataProfile profile, int restart) {
    double[] scales = profile.scales();
    CovarianceFloor floor = CovarianceFloor.relativeTo(spec.covarianceFloor(), scales);
    Mixture initial = spec.initialModel();
    if (initial != null) {
      return withFloor(initial, pass.columns(), floor);
    }
    long seed = KMeans.restartSeed(spec.seed(), restart);
    boolean random = spec.init() == InitMode.RANDOM;
    List<double[]> centres =
        random
            ? KMeans.randomRows(pass, profile, spec.components(), seed)
            : new KMeans(profile).centres(pass, spec.components(), seed);
    Mixture around = around(centres, scales, floor);
    if (random) {
      return around;
    }
    Statistics statistics =
        pass.aggregate(
            new HardAssignment(around.forEStep(), new Centres(centres, scales)),
            "start: nearest centres");
    return around.mStep(statistics).model();
  }

  private Mixture around(List<double[]> centres, double[] scales, CovarianceFloor floor) {
    int k = centres.size();
    int d = scales.length;
    double[] means = new double[k * d];
    for (int c = 0; c < k; c++) {
      System.arraycopy(centres.get(c), 0, means, c * d, d);
    }
    double[] weights = new double[k];
    Arrays.fill(weights, 1.0 / k);
    return new Mixture(
        weights, GaussianComponents.at(spec.covariance(), k, d, means, scales, floor));
  }

  private Mixture withFloor(Mixture initial, int columns, CovarianceFloor floor) {
    if (initial.dimensions() != columns) {
      throw new UnusableDataException(
          "the initial model has "
              + initial.dimensions()
              + " columns, the data has "
              + columns
              + "; give it the columns that it was trained on");
    }
    if (!(initial.components() instanceof GaussianComponents gaussian)
        || gaussian.covarianceType() != spec.covariance()) {
      throw new IllegalArgumentException(
          "covariance: must be that of the initial model but was " + spec.covariance().label());
    }
    return new Mixture(initial.weights(), gaussian.withFloor(floor));
  }
}
