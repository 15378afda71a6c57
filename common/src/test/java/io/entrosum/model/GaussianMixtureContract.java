package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.GaussianMixtureTraining;
import io.entrosum.init.InitMode;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a Gaussian mixture promises, whatever the shape of its covariances. */
abstract class GaussianMixtureContract extends LatentModelContract<Mixture> {
  private static final int K = 3;

  private final int d = columns();

  abstract CovarianceType type();

  /** The number of columns of most tests. */
  int columns() {
    return 4;
  }

  /** Averages full covariances to this shape; the naive twin's M-step. */
  abstract double[] shaped(double[] weights, double[][][] full);

  @Override
  protected double[][] rows() {
    return overlapping(400, d, 11);
  }

  @Override
  protected Mixture start(double[][] rows) {
    double[] means = new double[K * d];
    for (int c = 0; c < K; c++) {
      System.arraycopy(rows[7 * c], 0, means, c * d, d);
    }
    double[] variances = new double[d];
    Arrays.fill(variances, 2);
    return new Mixture(
        new double[] {.5, .3, .2},
        GaussianComponents.at(type(), K, d, means, variances, CovarianceFloor.none(d)));
  }

  /** Three correlated clouds that overlap. */
  static double[][] overlapping(int n, int d, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[n][d];
    for (double[] row : rows) {
      int c = random.nextInt(3);
      double common = random.nextGaussian();
      for (int j = 0; j < d; j++) {
        row[j] =
            1.5 * c * (j % 2 == 0 ? 1 : -1) + .6 * common + (.5 + .3 * c) * random.nextGaussian();
      }
    }
    return rows;
  }

  @Test
  void eStepAndMStepAreThoseOfTheNaiveTwin() {
    double[][] rows = rows();
    Random random = new Random(5);
    double[] rowWeights = Arrays.stream(rows).mapToDouble(row -> random.nextInt(4)).toArray();
    Block block = new Block(d, Block.ofRows(rows).values(), rowWeights);
    Mixture model = start(rows);
    for (int iteration = 0; iteration < 5; iteration++) {
      NaiveGaussianMixture twin = twin(model);
      NaiveGaussianMixture next = twin.step(rows, rowWeights);
      Statistics statistics = new LocalPass(List.of(block)).eStep(model, "test");
      double total = Arrays.stream(rowWeights).sum();
      EntropyTerms bound = model.bound(statistics);
      assertThat(bound.bound()).isCloseTo(twin.logLikelihood / total, within(1e-12));
      assertThat(bound.posterior()).isCloseTo(twin.posteriorEntropy / total, within(1e-12));
      model = model.mStep(statistics).model();
      GaussianComponents components = (GaussianComponents) model.components();
      assertThat(model.weights()).containsExactly(next.weights, within(1e-12));
      assertThat(components.means())
          .containsExactly(
              Arrays.stream(next.means).flatMapToDouble(Arrays::stream).toArray(), within(1e-11));
      assertThat(components.covariances())
          .containsExactly(shaped(next.weights, next.covariances), within(1e-11));
    }
  }

  private NaiveGaussianMixture twin(Mixture model) {
    GaussianComponents components = (GaussianComponents) model.components();
    int k = model.count();
    double[][] means = new double[k][];
    double[][][] covariances = new double[k][d][];
    for (int c = 0; c < k; c++) {
      means[c] = Arrays.copyOfRange(components.means(), c * d, (c + 1) * d);
      for (int i = 0; i < d; i++) {
        covariances[c][i] = Arrays.copyOfRange(components.covariance(c), i * d, (i + 1) * d);
      }
    }
    return new NaiveGaussianMixture(model.weights(), means, covariances);
  }

  @Test
  void oneComponentIsTheClosedForm() {
    double[][] rows = rows();
    NaiveGaussianMixture closed =
        new NaiveGaussianMixture(new double[] {1}, new double[1][d], new double[][][] {identity(d)})
            .step(rows, ones(rows.length));
    TrainingResult<Mixture> result = train(rows, 1);
    GaussianComponents components = (GaussianComponents) result.model().components();
    assertThat(components.means()).containsExactly(closed.means[0], within(1e-12));
    assertThat(components.covariances())
        .containsExactly(shaped(new double[] {1}, closed.covariances), within(1e-12));
    assertThat(result.bound().posterior()).isZero();
    assertThat(result.bound().prior()).isZero();
  }

  @Test
  void aThousandDimensionsStayFiniteAndCorrect() {
    int many = 1000;
    double[][] rows = overlapping(60, many, 3);
    Mixture model =
        new Mixture(
            new double[] {.5, .5},
            GaussianComponents.at(
                type(), 2, many, concat(rows[0], rows[1]), ones(many), CovarianceFloor.none(many)));
    Statistics statistics = pass(rows).eStep(model, "test");
    double expected = 0;
    for (double[] row : rows) {
      double first = Math.log(.5) + unitLogDensity(row, rows[0]);
      double second = Math.log(.5) + unitLogDensity(row, rows[1]);
      double max = Math.max(first, second);
      expected += max + Math.log(Math.exp(first - max) + Math.exp(second - max));
    }
    assertThat(model.bound(statistics).bound())
        .isCloseTo(expected / rows.length, within(1e-12 * Math.abs(expected)));
    TrainingResult<Mixture> trained =
        new GaussianMixtureTraining(
                GaussianMixtureSpec.of(2).withCovariance(type()),
                new StoppingRule(3, 0),
                1,
                List.of())
            .run(pass(rows));
    assertThat(trained.bound().bound()).isFinite();
  }

  private static double unitLogDensity(double[] x, double[] mean) {
    double sum = x.length * Math.log(2 * Math.PI);
    for (int j = 0; j < x.length; j++) {
      sum += (x[j] - mean[j]) * (x[j] - mean[j]);
    }
    return -.5 * sum;
  }

  @Test
  void aShiftOf1e8LosesNothingButTheDigitsOfTheData() {
    double[][] rows = rows();
    double[][] shifted = new double[rows.length][];
    double[][] back = new double[rows.length][];
    for (int n = 0; n < rows.length; n++) {
      shifted[n] = Arrays.stream(rows[n]).map(x -> x + 1e8).toArray();
      back[n] = Arrays.stream(shifted[n]).map(x -> x - 1e8).toArray(); // exact
    }
    assertThat(train(shifted, K).bound().bound())
        .isCloseTo(train(back, K).bound().bound(), within(1e-9));
  }

  @Test
  void scalingAddsItsLogarithm() {
    double[][] rows = rows();
    double expected = train(rows, K).bound().bound();
    for (double scale : new double[] {1e-6, 100, 1e9}) {
      double[][] scaled =
          Arrays.stream(rows)
              .map(row -> Arrays.stream(row).map(x -> x * scale).toArray())
              .toArray(double[][]::new);
      assertThat(train(scaled, K).bound().bound())
          .isCloseTo(expected - d * Math.log(scale), within(1e-8));
    }
  }

  @Test
  void repeatedRowsEndAtTheFloorWhichIsCountedAndTheBoundStillRises() {
    double[][] rows = new double[40][];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = n % 2 == 0 ? new double[] {1, 2, 3, 4} : new double[] {4, 3, 2, 1};
    }
    TrainingResult<Mixture> result = train(rows, 2);
    assertThat(result.model().weights()).containsExactly(new double[] {.5, .5}, within(1e-9));
    assertThat(result.bound().bound()).isFinite();
    assertThat(result.events())
        .isNotEmpty()
        .allMatch(event -> event.kind() == ModelEvent.Kind.COVARIANCE_FLOOR);
    assertRising(result.trace());
  }

  @Test
  void aConstantColumnDoesNoHarm() {
    double[][] rows = rows();
    for (double[] row : rows) {
      row[1] = 7;
    }
    TrainingResult<Mixture> result = train(rows, K);
    assertThat(result.bound().bound()).isFinite();
    assertThat(((GaussianComponents) result.model().components()).means()[1])
        .isCloseTo(7, within(1e-12));
    assertRising(result.trace());
  }

  @Test
  void anEmptyComponentIsRemovedAndRecorded() {
    double[][] rows = rows();
    double[] means = new double[K * d];
    System.arraycopy(rows[0], 0, means, 0, d);
    System.arraycopy(rows[1], 0, means, d, d);
    Arrays.fill(means, 2 * d, 3 * d, 1e6);
    Mixture far =
        new Mixture(
            new double[] {.4, .4, .2},
            GaussianComponents.at(type(), K, d, means, ones(d), CovarianceFloor.none(d)));
    LatentModel.Update<Mixture> update = far.mStep(pass(rows).eStep(far, "test"));
    assertThat(update.model().count()).isEqualTo(2);
    assertThat(update.events())
        .containsExactly(
            new ModelEvent(ModelEvent.Kind.EMPTY_COMPONENT, 2, 1, "component 2 lost all its rows"));
    assertThat(update.bound().gap()).isCloseTo(0, within(1e-12 * Math.abs(update.bound().bound())));
  }

  @Test
  void fiftyIterationsBeatOne() {
    double[][] rows = rows();
    GaussianMixtureSpec spec = new GaussianMixtureSpec(K, type(), 1e-6, InitMode.RANDOM, null, 1);
    double[] bounds = new double[2];
    for (int i = 0; i < 2; i++) {
      StoppingRule rule = new StoppingRule(i == 0 ? 1 : 50, 0);
      bounds[i] =
          new GaussianMixtureTraining(spec, rule, 1, List.of()).run(pass(rows)).bound().bound();
    }
    assertThat(bounds[1]).isGreaterThan(bounds[0] + 1e-3);
  }

  @Test
  void samplesHaveTheMomentsOfTheModel() {
    double[][] rows = rows();
    Mixture model = train(rows, 1).model();
    GaussianComponents truth = (GaussianComponents) model.components();
    double[][] samples = new double[20_000][d];
    model.sample(new Random(9), samples);
    GaussianComponents found = (GaussianComponents) train(samples, 1).model().components();
    double[] covariance = truth.covariance(0);
    for (int i = 0; i < d; i++) {
      double deviation = Math.sqrt(covariance[i * d + i] / samples.length);
      assertThat(found.means()[i]).isCloseTo(truth.means()[i], within(4 * deviation));
      for (int j = 0; j < d; j++) {
        double error =
            Math.sqrt(
                (covariance[i * d + i] * covariance[j * d + j]
                        + covariance[i * d + j] * covariance[i * d + j])
                    / samples.length);
        assertThat(found.covariance(0)[i * d + j])
            .isCloseTo(covariance[i * d + j], within(4 * error));
      }
    }
  }

  TrainingResult<Mixture> train(double[][] rows, int k) {
    return train(rows, k, new StoppingRule(500, 1e-11));
  }

  private TrainingResult<Mixture> train(double[][] rows, int k, StoppingRule rule) {
    return new GaussianMixtureTraining(
            GaussianMixtureSpec.of(k).withCovariance(type()), rule, 1, List.of())
        .run(pass(rows));
  }

  static void assertRising(List<Iteration> trace) {
    for (Iteration iteration : trace.subList(1, trace.size())) {
      assertThat(iteration.change())
          .isGreaterThanOrEqualTo(-1e-12 * Math.max(1, Math.abs(iteration.bound().bound())));
    }
  }

  static Pass pass(double[][] rows) {
    return new LocalPass(List.of(Block.ofRows(rows)));
  }

  static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static double[] concat(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static double[][] identity(int d) {
    double[][] identity = new double[d][d];
    for (int i = 0; i < d; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }
}
