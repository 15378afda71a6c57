package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GaussianMixtureTrainingTest {
  private static final double[][] ROWS = {{1, 2}, {3, 5}, {4, 1}, {0, 3}, {7, 7}, {5, 2}};

  @Test
  void dataWithoutRows() {
    assertUnusable(new LocalPass(List.of(List.of(), List.of()), 2), 1, "the input has no rows");
  }

  @Test
  void dataWithoutWeight() {
    assertUnusable(
        Passes.of(ROWS, new double[6], 2),
        1,
        "all 6 row weights are zero; at least one must be positive");
  }

  @Test
  void fewerDistinctRowsThanComponents() {
    double[][] rows = {{1, 2}, {1, 2}, {3, 5}, {1, 2}};
    assertUnusable(
        Passes.of(rows, 2), 3, "only 2 distinct rows for 3 components; use at most 2 components");
    assertUnusable(
        Passes.of(ROWS, new double[] {1, 1, 0, 0, 1, 0}, 1),
        4,
        "only 3 distinct rows for 4 components; use at most 3 components");
    assertThat(
            new GaussianMixtureTraining(GaussianMixtureSpec.of(2)).run(Passes.of(rows, 1)).model())
        .isNotNull();
  }

  @Test
  void aVarianceThatUnderflows() {
    double[][] rows = {{1, 1e-160}, {2, -1e-160}, {3, 0}};
    assertUnusable(
        Passes.of(rows, 1), 1, "the variance of column number 2 underflows; rescale the column");
    rows[0][1] = rows[1][1] = 0;
    assertThat(
            new GaussianMixtureTraining(GaussianMixtureSpec.of(1)).run(Passes.of(rows, 1)).model())
        .isNotNull();
  }

  @Test
  void aVarianceThatOverflows() {
    double[][] rows = {{1, 1e200}, {2, -1e200}, {3, 0}};
    assertUnusable(
        Passes.of(rows, 1), 1, "the variance of column number 2 overflows; rescale the column");
  }

  @Test
  void anInitialModelOfOtherColumns() {
    Mixture initial = mixture(CovarianceType.FULL, 2, 3);
    assertThatExceptionOfType(UnusableDataException.class)
        .isThrownBy(() -> train(GaussianMixtureSpec.of(2).from(initial)))
        .withMessage(
            "the initial model has 3 columns, the data has 2; give it the columns that it was"
                + " trained on");
  }

  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void anInitialModelOfOtherCovariance(CovarianceType type) {
    for (CovarianceType other : CovarianceType.values()) {
      GaussianMixtureSpec spec =
          GaussianMixtureSpec.of(2).withCovariance(type).from(mixture(other, 2, 2));
      if (other == type) {
        assertThat(train(spec).iterations()).isPositive();
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> train(spec))
            .withMessage("covariance: must be that of the initial model but was " + type.label());
      }
    }
  }

  @Test
  void aFloorOutOfRange() {
    for (double floor : new double[] {-1e-9, 1, Double.NaN}) {
      GaussianMixtureSpec spec =
          new GaussianMixtureSpec(1, CovarianceType.FULL, floor, InitMode.RANDOM, null, 1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> train(spec))
          .withMessage("covariance-floor: must be >= 0 and < 1 but was " + floor);
    }
  }

  @Test
  void noRestarts() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GaussianMixtureTraining(
                        GaussianMixtureSpec.of(1), new StoppingRule(1, 0), 0, List.of())
                    .run(Passes.of(ROWS, 1)))
        .withMessage("restarts: must be >= 1 but was 0");
  }

  /** The parameters of the initial model, the floor of the data. */
  @Test
  void startsFromTheInitialModel() {
    Mixture initial = mixture(CovarianceType.DIAGONAL, 3, 2);
    GaussianMixtureSpec spec =
        GaussianMixtureSpec.of(3).withCovariance(CovarianceType.DIAGONAL).from(initial);
    Mixture start = start(spec, 4);
    assertThat(start.weights()).containsExactly(initial.weights());
    assertThat(means(start)).containsExactly(means(initial));
    assertThat(((GaussianComponents) start.components()).covariances())
        .containsExactly(((GaussianComponents) initial.components()).covariances());
  }

  /** Rows of the data as means, the variances of all rows as covariances, equal weights. */
  @Test
  void startsFromRandomRows() {
    GaussianMixtureSpec spec =
        new GaussianMixtureSpec(3, CovarianceType.DIAGONAL, 1e-6, InitMode.RANDOM, null, 1);
    Mixture start = start(spec, 0);
    double[] variances = DataProfile.of(Passes.of(ROWS, 1), 3).variances();
    GaussianComponents components = (GaussianComponents) start.components();
    assertThat(start.weights()).containsOnly(1.0 / 3);
    for (int c = 0; c < 3; c++) {
      assertThat(Arrays.copyOfRange(components.covariances(), 2 * c, 2 * c + 2))
          .containsExactly(variances);
      assertThat(List.of(ROWS)).contains(Arrays.copyOfRange(components.means(), 2 * c, 2 * c + 2));
    }
    assertThat(means(start(spec, 0))).containsExactly(means(start));
    assertThat(means(start(spec, 1))).isNotEqualTo(means(start));
  }

  /** Groups at 0, 10, 30: shares, means and variances of the groups (divided by their weight). */
  @Test
  void startsFromTheMStepOfTheNearestCentres() {
    double[] x = {-1, 1, 9, 11, 9, 11, 29, 31, 31, 29, 29, 31};
    Pass pass = new LocalPass(List.of(new Block(1, x, null)));
    GaussianMixtureSpec spec = GaussianMixtureSpec.of(3);
    Mixture start =
        new GaussianMixtureTraining(spec).start(pass, DataProfile.of(pass, 3), 0).canonical();
    GaussianComponents components = (GaussianComponents) start.components();
    // sums of at most 12 numbers of order 30
    assertThat(start.weights())
        .containsExactly(new double[] {0.5, 1 / 3.0, 1 / 6.0}, within(1e-14));
    assertThat(components.means()).containsExactly(new double[] {30, 10, 0}, within(1e-12));
    assertThat(components.covariances()).containsExactly(new double[] {1, 1, 1}, within(1e-12));
  }

  @Test
  void restartsBeginElsewhereAndTheBestIsKept() {
    GaussianMixtureSpec spec =
        new GaussianMixtureSpec(3, CovarianceType.SPHERICAL, 1e-6, InitMode.RANDOM, null, 1);
    StoppingRule rule = new StoppingRule(2, 0);
    double best = Double.NEGATIVE_INFINITY;
    for (int restart = 0; restart < 4; restart++) {
      GaussianMixtureSpec one = spec.withSeed(KMeans.restartSeed(1, restart));
      best = Math.max(best, train(one, rule, 1).bound().bound());
    }
    assertThat(train(spec, rule, 4).bound().bound()).isEqualTo(best);
  }

  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void theBoundNeverFalls(CovarianceType type) {
    TrainingResult<Mixture> result = train(GaussianMixtureSpec.of(2).withCovariance(type));
    assertThat(result.trace().stream().skip(1))
        .extracting(Iteration::change)
        .allMatch(c -> c > -1e-10);
    assertThat(result.rows()).isEqualTo(6);
    assertThat(result.weight()).isEqualTo(6);
  }

  private static TrainingResult<Mixture> train(GaussianMixtureSpec spec) {
    return new GaussianMixtureTraining(spec).run(Passes.of(ROWS, 1));
  }

  private static TrainingResult<Mixture> train(
      GaussianMixtureSpec spec, StoppingRule rule, int restarts) {
    return new GaussianMixtureTraining(spec, rule, restarts, List.of()).run(Passes.of(ROWS, 1));
  }

  private static Mixture start(GaussianMixtureSpec spec, int restart) {
    Pass pass = Passes.of(ROWS, 1);
    return new GaussianMixtureTraining(spec)
        .start(pass, DataProfile.of(pass, spec.components()), restart);
  }

  private static void assertUnusable(Pass pass, int components, String message) {
    for (InitMode mode : List.of(InitMode.K_MEANS, InitMode.RANDOM)) {
      GaussianMixtureSpec spec =
          new GaussianMixtureSpec(components, CovarianceType.DIAGONAL, 1e-6, mode, null, 1);
      assertThatExceptionOfType(UnusableDataException.class)
          .isThrownBy(() -> new GaussianMixtureTraining(spec).run(pass))
          .withMessage(message);
    }
  }

  private static double[] means(Mixture mixture) {
    return ((GaussianComponents) mixture.components()).means();
  }

  private static Mixture mixture(CovarianceType type, int k, int d) {
    double[] means = new double[k * d];
    Arrays.setAll(means, i -> i);
    double[] variances = new double[d];
    Arrays.fill(variances, 4);
    double[] weights = new double[k];
    Arrays.fill(weights, 1.0 / k);
    return new Mixture(
        weights, GaussianComponents.at(type, k, d, means, variances, CovarianceFloor.none(d)));
  }
}
