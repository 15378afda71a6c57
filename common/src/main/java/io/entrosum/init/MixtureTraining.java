package io.entrosum.init;

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
import org.jspecify.annotations.Nullable;

/**
 * Trains a mixture on the data of a pass, from nothing to the result: profile, start, restarts. The
 * command line, the Spark ML estimators and programs without Spark all come through here.
 */
public final class MixtureTraining {
  private final int components;
  private final ComponentsPlan plan;
  private final InitMode init;
  private final @Nullable Mixture initialModel;
  private final long seed;
  private final StoppingRule rule;
  private final int restarts;
  private final List<TrainingListener> listeners;

  private MixtureTraining(
      int components,
      ComponentsPlan plan,
      InitMode init,
      @Nullable Mixture initialModel,
      long seed,
      StoppingRule rule,
      int restarts,
      List<TrainingListener> listeners) {
    this.components = components;
    this.plan = plan;
    this.init = init;
    this.initialModel = initialModel;
    this.seed = seed;
    this.rule = rule;
    this.restarts = restarts;
    this.listeners = List.copyOf(listeners);
  }

  /** A training of a Gaussian mixture. */
  public static MixtureTraining of(
      GaussianMixtureSpec spec, StoppingRule rule, int restarts, List<TrainingListener> listeners) {
    return new MixtureTraining(
        spec.components(),
        new GaussianPlan(spec.covariance(), spec.covarianceFloor()),
        spec.init(),
        spec.initialModel(),
        spec.seed(),
        rule,
        restarts,
        listeners);
  }

  /**
   * A training of a mixture over a mixed table.
   *
   * @param start components, where to start, and the seed; its covariances are those of the table
   */
  public static MixtureTraining of(
      TableSpec table,
      GaussianMixtureSpec start,
      StoppingRule rule,
      int restarts,
      List<TrainingListener> listeners) {
    return table.allGaussian()
        ? of(start, rule, restarts, listeners)
        : new MixtureTraining(
            start.components(),
            new TablePlan(table),
            start.init(),
            start.initialModel(),
            start.seed(),
            rule,
            restarts,
            listeners);
  }

  /**
   * Profiles the data, then trains.
   *
   * @throws UnusableDataException if there are no rows, no weight, or fewer distinct rows than
   *     components
   */
  public TrainingResult<Mixture> run(Pass pass) {
    return run(pass, DataProfile.of(pass, components));
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
    if (profile.distinctRows() < components) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "only %d distinct rows for %d components; use at most %d components",
              profile.distinctRows(),
              components,
              profile.distinctRows()));
    }
    for (int j : profile.emptyColumns()) {
      throw new UnusableDataException(
          "column number " + (j + 1) + " has no value in any row; leave it out");
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
    if (initialModel != null) {
      return resumed(initialModel, pass.columns(), profile);
    }
    double[] scales = plan.scales(profile);
    long restartSeed = KMeans.restartSeed(seed, restart);
    boolean random = init == InitMode.RANDOM;
    List<double[]> centres =
        random
            ? KMeans.randomRows(pass, profile, components, restartSeed)
            : new KMeans(profile, scales).centres(pass, components, restartSeed);
    Mixture around = new Mixture(equal(centres.size()), plan.around(centres, profile));
    if (random && plan.startsAtCentres()) {
      return around;
    }
    Statistics statistics =
        pass.aggregate(
            new HardAssignment(around.forEStep(), new Centres(centres, scales)),
            "start: nearest centres");
    return around.mStep(statistics).model();
  }

  private static double[] equal(int k) {
    double[] weights = new double[k];
    Arrays.fill(weights, 1.0 / k);
    return weights;
  }

  private Mixture resumed(Mixture initial, int columns, DataProfile profile) {
    if (initial.dimensions() != columns) {
      throw new UnusableDataException(
          "the initial model has "
              + initial.dimensions()
              + " columns, the data has "
              + columns
              + "; give it the columns that it was trained on");
    }
    return new Mixture(initial.weights(), plan.resumed(initial.components(), profile));
  }
}
