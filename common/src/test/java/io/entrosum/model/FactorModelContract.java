package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.NoiseType;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.MomentPass;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a linear Gaussian model promises, whatever the shape of its noise. */
abstract class FactorModelContract extends LatentModelContract<FactorModel> {
  private static final int D = 6;
  private static final int H = 2;

  abstract NoiseType noise();

  @Override
  protected double[][] rows() {
    return FactorData.rows(4, 300, D, H, j -> .3 + .1 * j, true);
  }

  @Override
  protected FactorModel start(double[][] rows) {
    double[] noise = new double[noise().size(D)];
    Arrays.fill(noise, 1);
    double[] mean = new double[D];
    for (int j = 0; j < D; j++) {
      mean[j] = .1 * j; // not the mean of the rows
    }
    return FactorModel.of(mean, FactorData.sines(D, H), noise(), noise, CovarianceFloor.none(D));
  }

  @Test
  void logDensitiesAndFactorsAreThoseOfTheJointGaussian() {
    double[][] rows = rows();
    FactorModel model = start(rows);
    for (int step = 0; step < 3; step++) {
      double[] covariance = model.components().covariance(0);
      double[] latent = new double[rows.length * H];
      double[] density = new double[rows.length];
      double[] filled = new double[rows.length * D];
      model.scorer().fill(Block.ofRows(rows), latent, density, filled);
      for (int n = 0; n < rows.length; n++) {
        double expected = NaiveFactors.logDensity(rows[n], model.mean(), covariance);
        assertThat(density[n]).isCloseTo(expected, within(1e-12 * Math.max(1, Math.abs(expected))));
        double[] conditional =
            NaiveFactors.conditional(rows[n], model.mean(), covariance, model.loadings(), H);
        assertThat(Arrays.copyOfRange(filled, n * D, (n + 1) * D))
            .containsExactly(Arrays.copyOf(conditional, D), within(1e-11));
        assertThat(Arrays.copyOfRange(latent, n * H, (n + 1) * H))
            .containsExactly(Arrays.copyOfRange(conditional, D, D + H), within(1e-11));
      }
      model = model.mStep(pass(rows, 1).eStep(model, "test")).model();
    }
  }

  /** The gradient of the log-likelihood at the limit is 0, by differences. */
  @Test
  void theLimitIsAMaximumOfTheLikelihood() {
    double[][] rows = rows();
    FactorModel model = start(rows);
    for (int i = 0; i < 3000; i++) {
      model = model.mStep(pass(rows, 1).eStep(model, "test")).model();
    }
    double best = logLikelihood(model, rows);
    Random random = new Random(3);
    for (int direction = 0; direction < 20; direction++) {
      double[] mean = jitter(model.mean(), random);
      double[] loadings = jitter(model.loadings(), random);
      double[] noise = jitter(model.noise(), random);
      FactorModel near = FactorModel.of(mean, loadings, noise(), noise, CovarianceFloor.none(D));
      double loss = best - logLikelihood(near, rows);
      assertThat(loss).isBetween(0.0, 1e-4); // second order in the step
    }
  }

  private static double[] jitter(double[] values, Random random) {
    return Arrays.stream(values).map(v -> v + 1e-3 * random.nextGaussian() * .3).toArray();
  }

  private static double logLikelihood(FactorModel model, double[][] rows) {
    double[] covariance = model.components().covariance(0);
    double sum = 0;
    for (double[] row : rows) {
      sum += NaiveFactors.logDensity(row, model.mean(), covariance);
    }
    return sum / rows.length;
  }

  @Test
  void canonicalLoadingsAreOrderedAndSigned() {
    double[][] rows = rows();
    FactorModel model = start(rows).canonical();
    double[] w = model.loadings();
    double[] psi = model.noise();
    double cross = 0;
    double[] sums = new double[H];
    double[] largest = new double[H];
    for (int j = 0; j < D; j++) {
      double precision = 1 / psi[psi.length == 1 ? 0 : j];
      cross += w[j * H] * w[j * H + 1] * precision;
      for (int i = 0; i < H; i++) {
        sums[i] += w[j * H + i] * w[j * H + i] * precision;
        largest[i] = Math.abs(w[j * H + i]) > Math.abs(largest[i]) ? w[j * H + i] : largest[i];
      }
    }
    assertThat(cross).isCloseTo(0, within(1e-13));
    assertThat(sums[0]).isGreaterThan(sums[1]);
    assertThat(largest[0]).isPositive();
    assertThat(largest[1]).isPositive();
  }

  @Test
  void varimaxChangesNothingButTheLoadings() {
    double[][] rows = rows();
    FactorModel model = start(rows);
    FactorModel rotated = model.withRotation(FactorModel.Rotation.VARIMAX).canonical();
    assertThat(rotated.components().covariance(0))
        .containsExactly(model.components().covariance(0), within(1e-13));
    assertThat(rotated.loadings()).isNotEqualTo(model.canonical().loadings());
  }

  /** With values of 1e8, a digit of a row is 1.5e-8, which is all that is lost. */
  @Test
  void anOffsetOfAHundredMillionCostsLessThanAMillionth() {
    double[][] rows = rows();
    double[][] shifted = rows();
    for (double[] row : shifted) {
      for (int j = 0; j < D; j++) {
        row[j] += 1e8;
      }
    }
    FactorModel near = start(rows);
    double[] mean = Arrays.stream(near.mean()).map(m -> m + 1e8).toArray();
    FactorModel far =
        FactorModel.of(mean, near.loadings(), noise(), near.noise(), CovarianceFloor.none(D));
    for (int i = 0; i < 50; i++) {
      near = near.mStep(pass(rows, 3).eStep(near, "test")).model();
      far = far.mStep(pass(shifted, 3).eStep(far, "test")).model();
    }
    double expected = near.bound(pass(rows, 3).eStep(near, "test")).bound();
    assertThat(far.bound(pass(shifted, 3).eStep(far, "test")).bound())
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void scalingTheDataMovesTheBoundByLogarithms() {
    double[][] rows = rows();
    double[][] scaled = rows();
    for (double[] row : scaled) {
      for (int j = 0; j < D; j++) {
        row[j] *= 8;
      }
    }
    FactorModel first = start(rows);
    FactorModel second =
        FactorModel.of(
            Arrays.stream(first.mean()).map(m -> 8 * m).toArray(),
            Arrays.stream(first.loadings()).map(w -> 8 * w).toArray(),
            noise(),
            Arrays.stream(first.noise()).map(v -> 64 * v).toArray(),
            CovarianceFloor.none(D));
    double before = first.bound(pass(rows, 1).eStep(first, "test")).bound();
    double observed = 0;
    for (double[] row : rows) {
      observed += Arrays.stream(row).filter(v -> !Double.isNaN(v)).count();
    }
    assertThat(second.bound(pass(scaled, 1).eStep(second, "test")).bound())
        .isCloseTo(before - observed / rows.length * Math.log(8), within(1e-12 * 20));
  }

  @Test
  void aThousandColumnsStayFinite() {
    int many = 1000;
    double[][] rows = FactorData.rows(9, 80, many, 3, j -> .5, true);
    double[] noise = new double[noise().size(many)];
    Arrays.fill(noise, 1);
    FactorModel model =
        FactorModel.of(
            rows[0].clone(), FactorData.sines(many, 4), noise(), noise, CovarianceFloor.none(many));
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 30; i++) {
      LatentModel.Update<FactorModel> update = model.mStep(pass(rows, 2).eStep(model, "test"));
      assertThat(update.bound().bound()).isGreaterThan(before);
      assertThat(update.bound().gap())
          .isCloseTo(0, within(1e-12 * Math.abs(update.bound().bound())));
      before = update.bound().bound();
      model = update.model();
    }
  }

  @Test
  void constantColumnsEndAtTheFloorWhichIsSaidAndIsTheGap() {
    double[][] rows = rows();
    for (double[] row : rows) {
      row[0] = Double.isNaN(row[0]) ? Double.NaN : 5;
      row[1] = Double.isNaN(row[1]) ? Double.NaN : 5;
    }
    double[] ones = new double[D];
    Arrays.fill(ones, 1);
    CovarianceFloor floor = CovarianceFloor.relativeTo(1e-3, ones);
    FactorModel model =
        new FactorModel(start(rows).components().withFloor(floor), FactorModel.Rotation.PRINCIPAL);
    LatentModel.Update<FactorModel> update = null;
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 200; i++) {
      update = model.mStep(pass(rows, 1).eStep(model, "test"));
      model = update.model();
      assertThat(update.bound().bound()).isGreaterThanOrEqualTo(before - 1e-12);
      before = update.bound().bound();
    }
    if (noise() == NoiseType.DIAGONAL) {
      assertThat(update.events())
          .singleElement()
          .matches(event -> event.kind() == ModelEvent.Kind.NOISE_FLOOR && event.count() == 2);
      assertThat(update.bound().gap()).isGreaterThan(.1);
    } else {
      assertThat(update.events()).isEmpty();
    }
  }

  /** From the moments alone the same numbers come out as from the rows. */
  static void assertSameFromMoments(FactorModel start, double[][] rows) {
    SecondMoments moments = FactorData.moments(rows);
    FactorModel model = start;
    for (int i = 0; i < 5; i++) {
      Statistics direct = pass(rows, 3).eStep(model, "test");
      Statistics derived = new MomentPass(moments).eStep(model, "test");
      double scale = Arrays.stream(direct.values()).map(Math::abs).max().orElseThrow();
      assertThat(derived.values()).containsExactly(direct.values(), within(1e-12 * scale));
      EntropyTerms first = model.bound(direct);
      EntropyTerms second = model.bound(derived);
      assertThat(second.bound()).isCloseTo(first.bound(), within(1e-12 * 20));
      model = model.mStep(direct).model();
    }
  }

  @Test
  void aRowWithNothingHasTheDensityOneAndTheMeanFactors() {
    double[] nothing = new double[D];
    Arrays.fill(nothing, Double.NaN);
    double[] latent = new double[H];
    double[] density = new double[1];
    start(rows()).scorer().score(Block.ofRow(nothing), latent, density);
    assertThat(density[0]).isCloseTo(0, within(1e-15));
    assertThat(latent).containsExactly(0, 0);
  }

  @Test
  void samplesHaveTheMomentsOfTheModel() {
    FactorModel model = start(rows());
    double[][] samples = new double[200_000][D];
    model.sample(new Random(8), samples);
    SecondMoments moments =
        io.entrosum.train.SecondMomentsAggregation.of(
            new LocalPass(List.of(Block.ofRows(samples))));
    double[] covariance = model.components().covariance(0);
    double[] scatter = moments.symmetricScatter();
    for (int i = 0; i < D; i++) {
      double deviation = Math.sqrt(covariance[i * D + i]);
      assertThat(moments.mean()[i])
          .isCloseTo(model.mean()[i], within(5 * deviation / Math.sqrt(samples.length)));
      for (int j = 0; j < D; j++) {
        double error = deviation * Math.sqrt(2 * covariance[j * D + j] / samples.length);
        assertThat(scatter[i * D + j] / samples.length)
            .isCloseTo(covariance[i * D + j], within(5 * error));
      }
    }
  }
}
