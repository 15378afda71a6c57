package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.train.EmTrainer;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a Gaussian mixture promises on rows with missing values: all that it promises without, and
 * that densities, M-steps and entropies are those of the definitions.
 */
abstract class GaussianHolesContract extends LatentModelContract<Mixture> {
  private static final int K = 3;

  private final int d = columns();

  abstract CovarianceType type();

  /** Averages full covariances to this shape. */
  abstract double[] shaped(double[] weights, double[][][] full);

  int columns() {
    return 4;
  }

  /** A third of the rows has one of twelve patterns of missing values, a few have no value. */
  @Override
  protected double[][] rows() {
    double[][] rows = GaussianMixtureContract.overlapping(300, d, 11);
    for (int n = 0; n < rows.length; n++) {
      Random random = new Random(n % 36);
      for (int j = 0; j < d; j++) {
        boolean missing = n % 3 == 0 && random.nextDouble() < .6;
        rows[n][j] = missing || n % 50 == 7 ? Double.NaN : rows[n][j];
      }
    }
    return rows;
  }

  /** Components with correlated columns, where the shape has such. */
  @Override
  protected Mixture start(double[][] rows) {
    double[][] whole = GaussianMixtureContract.overlapping(300, d, 11);
    double[] means = new double[K * d];
    double[][][] full = new double[K][d][d];
    for (int c = 0; c < K; c++) {
      System.arraycopy(whole[7 * c], 0, means, c * d, d);
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          full[c][i][j] = (i == j ? 1.5 + .1 * c : 0) + .5 * Math.cos(i) * Math.cos(j);
        }
      }
    }
    double[] weights = {.5, .3, .2};
    CovarianceFloor floor = CovarianceFloor.none(d);
    return new Mixture(
        weights, GaussianComponents.of(type(), K, d, means, shaped(weights, full), floor));
  }

  @Test
  void logDensitiesAreThoseOfTheObservedColumns() {
    double[][] rows = rows();
    Mixture model = start(rows);
    for (int step = 0; step < 3; step++) {
      NaiveHoles twin = NaiveHoles.of(model);
      double[] posterior = new double[rows.length * K];
      double[] found = new double[rows.length];
      model.scorer().score(Block.ofRows(rows), posterior, found);
      double[][] r = twin.responsibilities(rows);
      for (int n = 0; n < rows.length; n++) {
        double expected = twin.logDensities[n];
        assertThat(found[n]).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        assertThat(Arrays.copyOfRange(posterior, n * K, (n + 1) * K))
            .containsExactly(r[n], within(1e-11));
      }
      model = model.mStep(pass(rows, 1).eStep(model, "test")).model();
    }
  }

  @Test
  void aRowWithNothingHasTheDensityOneAndTheMixingWeights() {
    Mixture model = start(rows());
    double[] nothing = new double[d];
    Arrays.fill(nothing, Double.NaN);
    MixtureScorer.Score score = model.scorer().score(nothing);
    assertThat(score.logDensity()).isCloseTo(0, within(1e-15));
    assertThat(score.posterior()).containsExactly(model.weights(), within(1e-15));
  }

  @Test
  void mStepsAreThoseOfTheNaiveTwin() {
    double[][] rows = rows();
    Mixture model = start(rows);
    for (int step = 0; step < 5; step++) {
      NaiveHoles twin = NaiveHoles.of(model);
      NaiveGaussianMixture next = twin.step(rows);
      Statistics statistics = pass(rows, 1).eStep(model, "test");
      EntropyTerms own = model.bound(statistics);
      assertThat(own.posterior() - own.assignment())
          .isCloseTo(twin.missingEntropy / rows.length, within(1e-11));
      assertThat(own.assignment()).isCloseTo(twin.posteriorEntropy / rows.length, within(1e-11));
      model = model.mStep(statistics).model();
      GaussianComponents components = (GaussianComponents) model.components();
      assertThat(model.weights()).containsExactly(next.weights, within(1e-11));
      assertThat(components.means())
          .containsExactly(
              Arrays.stream(next.means).flatMapToDouble(Arrays::stream).toArray(), within(1e-11));
      assertThat(components.covariances())
          .containsExactly(shaped(next.weights, next.covariances), within(1e-11));
    }
  }

  /** What a kernel keeps from a chunk with holes does not touch the next chunk without. */
  @Test
  void completeChunksAreScoredToTheSameBitsAfterAChunkWithHoles() {
    double[][] rows = GaussianMixtureContract.overlapping(64, d, 11);
    MixtureScorer scorer = start(rows).scorer();
    double[] before = new double[rows.length];
    double[] after = new double[rows.length];
    double[] posterior = new double[rows.length * K];
    scorer.score(Block.ofRows(rows), posterior, before);
    scorer.score(Block.ofRows(Arrays.copyOf(rows(), 64)), posterior, after);
    scorer.score(Block.ofRows(rows), posterior, after);
    assertThat(after).containsExactly(before);
  }

  @Test
  void statisticsOfCompleteRowsAreTheSameBitsAfterAChunkWithHoles() {
    double[][] whole = GaussianMixtureContract.overlapping(64, d, 11);
    double[][] holes = Arrays.copyOf(rows(), 64);
    Mixture model = start(whole);
    LatentModel.EStep fresh = model.eStep();
    Statistics expected = new Statistics(model.layout());
    fresh.add(Block.ofRows(whole), expected);
    LatentModel.EStep used = model.eStep();
    used.add(Block.ofRows(holes), new Statistics(model.layout()));
    Statistics found = new Statistics(model.layout());
    used.add(Block.ofRows(whole), found);
    assertThat(found.values()).containsExactly(expected.values());
    assertThat(model.components().latentEntropy(found)).isZero();
  }

  @Test
  void whatIsSentToExecutorsGivesTheSameStatistics() {
    double[][] rows = rows();
    Mixture model = start(rows);
    assertThat(pass(rows, 3).eStep(model.forEStep(), "test").values())
        .containsExactly(pass(rows, 3).eStep(model, "test").values());
  }

  @Test
  void infiniteValuesAreRefusedStill() {
    MixtureScorer scorer = start(rows()).scorer();
    double[] row = new double[d];
    row[0] = Double.NaN;
    row[1] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> scorer.score(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("score: column 1 is Infinity; values must be finite");
  }

  /** A column that is constant where it is there ends at the floor, which is counted. */
  @Test
  void theFloorHoldsAndTheCriteriaUseTheEntropyOfAssignmentsOnly() {
    double[][] rows = rows();
    for (double[] row : rows) {
      row[1] = Double.isNaN(row[1]) ? Double.NaN : 7;
    }
    double[] scales = GaussianMixtureContract.ones(d);
    CovarianceFloor floor = CovarianceFloor.relativeTo(1e-3, scales);
    double[] means = ((GaussianComponents) start(rows).components()).means();
    for (int c = 0; c < K; c++) {
      means[c * d + 1] = 7;
    }
    Mixture start =
        new Mixture(
            new double[] {.5, .3, .2}, GaussianComponents.at(type(), K, d, means, scales, floor));
    TrainingResult<Mixture> result =
        new EmTrainer(new StoppingRule(60, 0), List.of()).train(start, pass(rows, 1));
    GaussianMixtureContract.assertRising(result.trace());
    if (type() != CovarianceType.SPHERICAL) {
      assertThat(result.events())
          .isNotEmpty()
          .allMatch(event -> event.kind() == ModelEvent.Kind.COVARIANCE_FLOOR);
    }
    NaiveHoles twin = NaiveHoles.of(result.model());
    twin.responsibilities(rows);
    TrainingResult.Criteria criteria = result.criteria();
    assertThat(criteria.icl() - criteria.bic()).isCloseTo(2 * twin.posteriorEntropy, within(1e-8));
    assertThat(result.bound().posterior() - result.bound().assignment())
        .isNotCloseTo(0, within(1e-3));
  }

  /** They have no say in where EM ends, only in how fast it gets there. */
  @Test
  void rowsWithNothingDoNotMoveTheMaximum() {
    double[][] some = GaussianMixtureContract.overlapping(100, d, 5);
    double[][] more = Arrays.copyOf(some, 150);
    for (int n = 100; n < 150; n++) {
      more[n] = new double[d];
      Arrays.fill(more[n], Double.NaN);
    }
    double[] limit = limit(some);
    assertThat(limit(more)).containsExactly(limit, within(1e-9));
  }

  /** Means and covariances of one component after 100 steps, each of which leaves a third. */
  private double[] limit(double[][] rows) {
    double[] variances = GaussianMixtureContract.ones(d);
    Mixture model =
        new Mixture(
            new double[] {1},
            GaussianComponents.at(
                type(), 1, d, rows[0].clone(), variances, CovarianceFloor.none(d)));
    LocalPass pass = new LocalPass(List.of(Block.ofRows(rows)));
    for (int i = 0; i < 100; i++) {
      model = model.mStep(pass.eStep(model, "test")).model();
    }
    GaussianComponents components = (GaussianComponents) model.components();
    double[] all = Arrays.copyOf(components.means(), d + d * d);
    System.arraycopy(components.covariance(0), 0, all, d, d * d);
    return all;
  }
}
