package io.entrosum.init;

import io.entrosum.model.Mixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.EmTrainer;
import io.entrosum.train.Pass;
import io.entrosum.train.Starts;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
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
  private final Course course;

  private MixtureTraining(
      int components,
      ComponentsPlan plan,
      InitMode init,
      @Nullable Mixture initialModel,
      long seed,
      StoppingRule rule,
      int restarts,
      List<TrainingListener> listeners,
      Course course) {
    this.components = components;
    this.plan = plan;
    this.init = init;
    this.initialModel = initialModel;
    this.seed = seed;
    this.rule = rule;
    this.restarts = restarts;
    this.listeners = List.copyOf(listeners);
    this.course = course;
  }

  /** The same as a part of a course. */
  public MixtureTraining in(Course other) {
    return new MixtureTraining(
        components, plan, init, initialModel, seed, rule, restarts, listeners, other);
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
        listeners,
        Course.unkept());
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
    return table.allGaussian() && table.groups().isEmpty()
        ? of(start, rule, restarts, listeners)
        : new MixtureTraining(
            start.components(),
            new TablePlan(table),
            start.init(),
            start.initialModel(),
            start.seed(),
            rule,
            restarts,
            listeners,
            Course.unkept());
  }

  /** A training of a mixture of factor analysers. */
  public static MixtureTraining of(
      FactorMixtureSpec spec, StoppingRule rule, int restarts, List<TrainingListener> listeners) {
    return new MixtureTraining(
        spec.components(),
        new FactorPlan(spec.noise(), spec.latentDimensions(), spec.noiseFloor()),
        spec.init(),
        spec.initialModel(),
        spec.seed(),
        rule,
        restarts,
        listeners,
        Course.unkept());
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
    return new EmTrainer(rule, listeners, course)
        .trainBest(
            restarts,
            restart -> starts(List.of(this), profile, () -> List.of(start(pass, profile, restart))),
            pass);
  }

  /** The starts of trainings; mixtures that were kept get the floors that they had. */
  private static Starts<Mixture> starts(
      List<MixtureTraining> trainings, DataProfile profile, Supplier<List<Mixture>> models) {
    return new Starts<>() {
      @Override
      public int size() {
        return trainings.size();
      }

      @Override
      public List<Mixture> models() {
        return models.get();
      }

      @Override
      public Mixture restored(int training, Mixture kept) {
        return trainings.get(training).withFloors(kept, profile);
      }
    };
  }

  private Mixture withFloors(Mixture model, DataProfile profile) {
    return new Mixture(model.weights(), plan.resumed(model.components(), profile));
  }

  private void check(DataProfile profile) {
    UsableData.checkWeight(profile.rows(), profile.weight());
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
    UsableData.checkUnderflow(profile, plan::hasVariance);
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
    Mixture around = new Mixture(equal(centres.size()), plan.around(centres, profile, restartSeed));
    if (random && plan.startsAtCentres()) {
      return around;
    }
    Statistics statistics =
        pass.aggregate(
            new HardAssignment(around.forEStep(), new Centres(centres, scales)),
            "start: nearest centres");
    return around.mStep(statistics).model();
  }

  /** The number K of components that are asked for. */
  public int components() {
    return components;
  }

  /**
   * Trains several mixtures on the same data at once, each with all its restarts: passes over the
   * data are shared, those of seeding among them.
   *
   * <p>All are seeded from the same candidates, so a mixture of them is not bit by bit the one that
   * is trained alone. Memory: the statistics of all that are not done yet, for each partition.
   *
   * @param trainings with the same stopping rule, listeners and course: those of the first are used
   * @return the best result of each
   * @throws UnusableDataException if the data does not suffice for one of them
   */
  public static List<TrainingResult<Mixture>> runTogether(
      List<MixtureTraining> trainings, Pass pass, DataProfile profile) {
    trainings.forEach(training -> training.check(profile));
    MixtureTraining first = trainings.get(0);
    List<MixtureTraining> starting =
        trainings.stream()
            .flatMap(training -> Collections.nCopies(training.restarts, training).stream())
            .toList();
    Starts<Mixture> starts = starts(starting, profile, () -> seeded(trainings, pass, profile));
    List<TrainingResult<Mixture>> results =
        new EmTrainer(first.rule, first.listeners, first.course).trainTogether(starts, pass);
    List<TrainingResult<Mixture>> best = new ArrayList<>();
    int at = 0;
    for (MixtureTraining training : trainings) {
      best.add(
          results.subList(at, at + training.restarts).stream()
              .max(Comparator.comparingDouble(result -> result.bound().bound()))
              .orElseThrow());
      at += training.restarts;
    }
    return best;
  }

  /** The starts of all restarts of all trainings; none of them goes on from a model. */
  private static List<Mixture> seeded(
      List<MixtureTraining> trainings, Pass pass, DataProfile profile) {
    MixtureTraining first = trainings.get(0);
    double[] scales = first.plan.scales(profile);
    List<MixtureTraining> of = new ArrayList<>();
    List<KMeans.Wanted> wanted = new ArrayList<>();
    for (MixtureTraining training : trainings) {
      for (int restart = 0; restart < training.restarts; restart++) {
        of.add(training);
        wanted.add(
            new KMeans.Wanted(training.components, KMeans.restartSeed(training.seed, restart)));
      }
    }
    List<List<double[]>> centres = new KMeans(profile, scales).centres(pass, wanted, first.seed);
    List<Mixture> around = new ArrayList<>();
    List<HardAssignment> assignments = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      List<double[]> own = centres.get(i);
      Mixture model =
          new Mixture(equal(own.size()), of.get(i).plan.around(own, profile, wanted.get(i).seed()));
      around.add(model);
      assignments.add(new HardAssignment(model.forEStep(), new Centres(own, scales)));
    }
    List<Statistics> statistics = pass.aggregateAll(assignments, "start: nearest centres");
    List<Mixture> starts = new ArrayList<>();
    for (int i = 0; i < around.size(); i++) {
      starts.add(around.get(i).mStep(statistics.get(i)).model());
    }
    return starts;
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
    return withFloors(initial, profile);
  }
}
