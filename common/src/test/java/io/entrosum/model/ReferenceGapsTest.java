package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.Entropies;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where bound and entropy sum of the reference problem differ, and by how much: saddle points,
 * regularised and fixed covariances, hard assignments. All numbers are in the notes on mixtures.
 */
class ReferenceGapsTest {
  private static final double PRINTED = 6e-13; // twelve decimals are printed
  private static final double[] UNIT = {1, 0, 0, 1};

  private final double[][] rows = ReferenceMixture.rows();
  private final Pass pass = new LocalPass(List.of(Block.ofRows(rows)));

  @ParameterizedTest
  @CsvSource({"FULL, 19", "DIAGONAL, 22", "SPHERICAL, 13", "TIED, 11"})
  void logLikelihoodMeetsTheEntropySum(CovarianceType type, int iterations) {
    Mixture model = ReferenceMixture.start(type);
    int needed = 0;
    double distance = 1;
    while (distance >= 1e-6) {
      LatentModel.Update<Mixture> update = model.mStep(pass.eStep(model, "test"));
      model = update.model();
      double logLikelihood = model.bound(pass.eStep(model, "test")).bound();
      distance = Math.abs(logLikelihood - update.bound().entropySum());
      assertThat(update.bound().gap()).isCloseTo(0, within(4e-14));
      needed++;
    }
    assertThat(needed).isEqualTo(iterations);
  }

  @Test
  void equalComponentsAreASaddleWhereBoundIsTheEntropySum() {
    Mixture one = one();
    GaussianComponents only = (GaussianComponents) one.components();
    double[] mean = only.means();
    double[] means = {mean[0], mean[1], mean[0], mean[1], mean[0], mean[1]};
    double[] covariance = only.covariances();
    double[] covariances = new double[12];
    for (int i = 0; i < 12; i++) {
      covariances[i] = covariance[i % 4];
    }
    Mixture saddle = mixture(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, means, covariances);
    EntropyTerms bound = saddle.bound(pass.eStep(saddle, "test"));
    assertThat(bound.bound()).isCloseTo(-3.893477484402, within(PRINTED));
    assertThat(bound.entropySum()).isCloseTo(-3.893477484402, within(PRINTED));
  }

  private Mixture one() {
    GaussianComponents unit =
        GaussianComponents.of(
            CovarianceType.FULL, 1, 2, new double[2], UNIT.clone(), CovarianceFloor.none(2));
    Mixture start = new Mixture(new double[] {1}, unit);
    return start.mStep(pass.eStep(start, "test")).model();
  }

  @Test
  void regularisedCovariancesOpenTheGapOfTheFormula() {
    Mixture model = ReferenceMixture.start(CovarianceType.FULL);
    Statistics statistics = pass.eStep(model, "test");
    Mixture gatherer = model;
    for (int i = 0; i < 2000; i++) {
      statistics = pass.eStep(model, "test");
      gatherer = model;
      Mixture plain = model.mStep(statistics).model();
      double[] covariances = ((GaussianComponents) plain.components()).covariances();
      for (int c = 0; c < 3; c++) {
        covariances[4 * c] += .05;
        covariances[4 * c + 3] += .05;
      }
      double[] means = ((GaussianComponents) plain.components()).means();
      model = mixture(plain.weights(), means, covariances);
    }
    double[] boundAndSum = boundAndSum(model, statistics, gatherer);
    assertThat(boundAndSum[0] - boundAndSum[1]).isCloseTo(.0933187105, within(6e-11));
    double formula = 0;
    for (int c = 0; c < 3; c++) {
      double[] s = ((GaussianComponents) model.components()).covariance(c);
      formula += .025 * model.weights()[c] * (s[0] + s[3]) / (s[0] * s[3] - s[1] * s[1]);
    }
    assertThat(boundAndSum[0] - boundAndSum[1]).isCloseTo(formula, within(1e-12));
  }

  @Test
  void fixedCovariancesOpenTheGapAndThePseudoEntropyClosesIt() {
    Mixture model = ReferenceMixture.start(CovarianceType.FULL);
    for (int i = 0; i < 2000; i++) {
      Mixture free = model.mStep(pass.eStep(model, "test")).model();
      model = unitMixture(free.weights(), ((GaussianComponents) free.components()).means());
    }
    EntropyTerms bound = model.bound(pass.eStep(model, "test"));
    assertThat(bound.gap()).isCloseTo(.20273920, within(6e-9));
    double pseudo = bound.posterior() - bound.prior();
    double[] means = ((GaussianComponents) model.components()).means();
    for (int c = 0; c < 3; c++) {
      double square = means[2 * c] * means[2 * c] + means[2 * c + 1] * means[2 * c + 1];
      pseudo += model.weights()[c] * square / 2;
    }
    for (double[] row : rows) {
      pseudo -= (Entropies.LOG_TWO_PI + (row[0] * row[0] + row[1] * row[1]) / 2) / rows.length;
    }
    assertThat(pseudo).isCloseTo(-3.534851421232, within(PRINTED));
    assertThat(bound.bound()).isCloseTo(-3.534851421232, within(PRINTED));
  }

  @Test
  void hardAssignmentsHaveTheEntropySumOfKMeans() {
    double[][] centres = {{0, 1}, {2, 0}, {-1, 2}};
    int[] counts = new int[3];
    double inertia = 0;
    for (int i = 0; i < 100; i++) {
      double[][] sums = new double[3][2];
      Arrays.fill(counts, 0);
      inertia = 0;
      for (double[] row : rows) {
        int best = nearest(centres, row);
        counts[best]++;
        sums[best][0] += row[0];
        sums[best][1] += row[1];
        inertia += square(centres[best], row);
      }
      for (int c = 0; c < 3; c++) {
        centres[c] = new double[] {sums[c][0] / counts[c], sums[c][1] / counts[c]};
      }
    }
    assertThat(inertia).isCloseTo(856.7066052239, within(6e-11));
    assertThat(counts).containsExactly(255, 225, 120);
    double[] pi = {255 / 600., 225 / 600., 120 / 600.};
    double variance = inertia / 1200;
    double entropySum = -Entropies.categorical(pi) - Entropies.gaussian(2, 2 * Math.log(variance));
    assertThat(entropySum).isCloseTo(-3.554252388792, within(PRINTED));
    Mixture model =
        new Mixture(
            pi,
            GaussianComponents.of(
                CovarianceType.SPHERICAL,
                3,
                2,
                Arrays.stream(centres).flatMapToDouble(Arrays::stream).toArray(),
                new double[] {variance, variance, variance},
                CovarianceFloor.none(2)));
    assertThat(model.bound(pass.eStep(model, "test")).bound())
        .isCloseTo(-3.507193246509, within(PRINTED));
  }

  private static int nearest(double[][] centres, double[] row) {
    int best = 0;
    for (int c = 1; c < 3; c++) {
      best = square(centres[c], row) < square(centres[best], row) ? c : best;
    }
    return best;
  }

  private static double square(double[] a, double[] b) {
    return (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]);
  }

  /** Bound and entropy sum of a model for the posteriors of another one. */
  private static double[] boundAndSum(Mixture model, Statistics statistics, Mixture gatherer) {
    double weight = statistics.get(LatentModel.WEIGHT);
    double[] totals = statistics.array(Mixture.RESPONSIBILITY);
    double posterior = statistics.get(Mixture.POSTERIOR_ENTROPY) / weight;
    double bound = posterior;
    double sum = posterior - Entropies.categorical(model.weights());
    for (int c = 0; c < totals.length; c++) {
      bound += totals[c] / weight * Math.log(model.weights()[c]);
    }
    sum -= model.components().expectedEntropy(statistics, totals) / weight;
    bound +=
        model.components().expectedLogDensity(statistics, totals, gatherer.components()) / weight;
    return new double[] {bound, sum};
  }

  private static Mixture unitMixture(double[] weights, double[] means) {
    double[] covariances = new double[12];
    for (int i = 0; i < 12; i++) {
      covariances[i] = UNIT[i % 4];
    }
    return mixture(weights, means, covariances);
  }

  private static Mixture mixture(double[] weights, double[] means, double[] covariances) {
    return new Mixture(
        weights,
        GaussianComponents.of(
            CovarianceType.FULL, 3, 2, means, covariances, CovarianceFloor.none(2)));
  }
}
