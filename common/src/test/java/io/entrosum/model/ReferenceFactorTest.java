package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.NoiseType;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import io.entrosum.train.MomentPass;
import io.entrosum.train.Pass;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference numbers for probabilistic PCA and factor analysis, every printed digit. */
final class ReferenceFactorTest {
  /** Half a unit of the last printed digit, and what rounding may do to both numbers. */
  private static final double DIGITS = .52e-12;

  /** Rounding of values that are known to 16 digits, from {@code docs/reference/ppca.py}. */
  private static final double ROUNDING = 1e-13;

  private final double[][] rows = FactorData.ppca();
  private final SecondMoments moments = FactorData.moments(rows);

  @Test
  void theRowsAreThoseOfTheReference() {
    assertThat(rows[0])
        .containsExactly(
            new double[] {
              2.057946491531, -1.753933744169, -1.278803281736, -3.152327710994, 1.015085421433
            },
            within(DIGITS));
    assertThat(FactorData.factorAnalysis()[0])
        .containsExactly(
            new double[] {
              0.078612064810,
              0.394391747799,
              1.213070664562,
              0.323214738163,
              0.817764559435,
              0.059125681440
            },
            within(DIGITS));
  }

  @Test
  void eigenvalues() {
    assertThat(PrincipalComponents.of(moments, 4).eigenvalues())
        .containsExactly(
            new double[] {
              8.513792148218027,
              3.471643909893982,
              0.09369738524226001,
              0.08666152800463327,
              0.08068682971423875
            },
            within(ROUNDING));
  }

  static Stream<Arguments> closedForms() {
    return Stream.of(
        Arguments.of(1, 0.9331724132137784, -8.02720579157504, 8095.566481),
        Arguments.of(2, 0.0870152476537107, -5.12534263567414, 5218.561757),
        Arguments.of(3, 0.0836741788594360, -5.123183165354518, 5235.046111),
        Arguments.of(4, 0.0806868297142387, -5.122545436619655, 5246.837599));
  }

  @ParameterizedTest
  @MethodSource("closedForms")
  void closedFormOfEveryNumberOfFactors(int h, double noise, double mean, double bic) {
    PrincipalComponents decomposition = PrincipalComponents.of(moments, 4);
    FactorModel model = decomposition.model(h, CovarianceFloor.none(5));
    assertThat(model.noise()[0]).isCloseTo(noise, within(ROUNDING));
    assertThat(decomposition.logLikelihood(h)).isCloseTo(mean, within(ROUNDING));
    for (Statistics statistics :
        new Statistics[] {
          model.statistics(moments), LatentModelContract.pass(rows, 1).eStep(model, "test")
        }) {
      EntropyTerms bound = model.bound(statistics);
      assertThat(bound.bound()).isCloseTo(mean, within(ROUNDING));
      assertThat(bound.entropySum()).isCloseTo(bound.bound(), within(1e-14 * 50));
    }
    double total = 500 * decomposition.logLikelihood(h);
    assertThat(TrainingResult.Criteria.of(total, model.parameters(), 500, 0).bic())
        .isCloseTo(bic, within(.5001e-6));
  }

  @Test
  void bicPicksTwoFactors() {
    PrincipalComponents decomposition = PrincipalComponents.of(moments, 4);
    double[] bic = new double[5];
    bic[0] = Double.POSITIVE_INFINITY;
    for (int h = 1; h < 5; h++) {
      long parameters = decomposition.model(h, CovarianceFloor.none(5)).parameters();
      double total = 500 * decomposition.logLikelihood(h);
      bic[h] = TrainingResult.Criteria.of(total, parameters, 500, 0).bic();
    }
    assertThat(bic[2]).isEqualTo(Arrays.stream(bic).min().orElseThrow());
  }

  /** W = 0, a collapsed column, and every other choice of eigenvectors that is a saddle. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 8, 9, 10, 12, 16, 17, 18, 20, 24})
  void saddlesAreEntropySums(int kept) {
    SymmetricEigen eigen = SymmetricEigen.of(5, covariance());
    double rest = 0;
    int others = 0;
    for (int i = 0; i < 5; i++) {
      if ((kept >> i & 1) == 0) {
        rest += eigen.values()[i];
        others++;
      }
    }
    double noise = rest / others;
    double[] w = new double[10];
    int column = 0;
    for (int i = 0; i < 5; i++) {
      if ((kept >> i & 1) == 1 && eigen.values()[i] >= noise) {
        for (int j = 0; j < 5; j++) {
          w[j * 2 + column] = Math.sqrt(eigen.values()[i] - noise) * eigen.vectors()[i * 5 + j];
        }
        column++;
      }
    }
    if (column < Integer.bitCount(kept)) {
      return; // no stationary point: a kept direction has less variance than the noise
    }
    FactorModel model =
        FactorModel.of(
            moments.mean(), w, NoiseType.ISOTROPIC, new double[] {noise}, CovarianceFloor.none(5));
    EntropyTerms bound = model.bound(model.statistics(moments));
    assertThat(bound.gap()).isCloseTo(0, within(1e-14 * 10));
    if (kept == 0) {
      assertThat(bound.bound()).isCloseTo(-9.334194624509, within(DIGITS));
    } else if (kept == 16) {
      assertThat(bound.bound()).isCloseTo(-8.027205791575, within(DIGITS));
    }
  }

  private double[] covariance() {
    double[] covariance = moments.symmetricScatter();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= moments.weight();
    }
    return covariance;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void parameterExpandedEm(boolean fromMoments) {
    Pass pass = fromMoments ? new MomentPass(moments) : LatentModelContract.pass(rows, 3);
    FactorModel model = FactorData.start(rows, 2, NoiseType.ISOTROPIC);
    double[] sums = new double[22];
    double[] likelihoods = new double[22];
    Statistics statistics = pass.eStep(model, "test");
    likelihoods[0] = model.bound(statistics).bound();
    for (int i = 1; i <= 21; i++) {
      LatentModel.Update<FactorModel> update = model.mStep(statistics);
      sums[i] = update.bound().entropySum();
      assertThat(update.bound().gap()).isCloseTo(0, within(1e-13));
      model = update.model();
      statistics = pass.eStep(model, "test");
      likelihoods[i] = model.bound(statistics).bound();
      assertThat(sums[i]).isBetween(likelihoods[i - 1] - 1e-13, likelihoods[i] + 1e-13);
    }
    assertThat(likelihoods[0]).isCloseTo(-11.464987681686, within(DIGITS));
    assertThat(sums[1]).isCloseTo(-8.968399000069, within(DIGITS));
    assertThat(sums[2]).isCloseTo(-8.014963582753, within(DIGITS));
    assertThat(sums[6]).isCloseTo(-5.243666095500, within(DIGITS));
    assertThat(sums[21]).isCloseTo(-5.125342635674, within(DIGITS));
    assertThat(likelihoods[1]).isCloseTo(-8.539271631356, within(DIGITS));
    assertThat(likelihoods[2]).isCloseTo(-7.590321406075, within(DIGITS));
    assertThat(likelihoods[6]).isCloseTo(-5.184814001492, within(DIGITS));
    assertThat(likelihoods[21]).isCloseTo(-5.125342635674, within(DIGITS));
    assertThat(likelihoods[21])
        .isCloseTo(PrincipalComponents.of(moments, 2).logLikelihood(2), within(1e-12));
  }

  /** EM with the prior held, made from our statistics: what the numbers of plain EM are of. */
  private static FactorModel plainStep(FactorModel model, Statistics statistics) {
    int d = model.dimensions();
    int h = model.latentDimensions();
    double n = statistics.get(LatentModel.WEIGHT);
    double[] inverse = NaiveFactors.inverse(statistics.array("factorSquares"), h);
    double[] cross = statistics.array("cross");
    double[] psi = statistics.array("squares");
    double[] w = new double[d * h];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        for (int g = 0; g < h; g++) {
          w[j * h + i] += cross[j * h + g] * inverse[g * h + i];
        }
        psi[j] -= w[j * h + i] * cross[j * h + i];
      }
      psi[j] /= n;
    }
    boolean isotropic = model.noiseType() == NoiseType.ISOTROPIC;
    double[] noise = isotropic ? new double[] {Arrays.stream(psi).average().orElseThrow()} : psi;
    return FactorModel.of(model.mean(), w, model.noiseType(), noise, CovarianceFloor.none(d));
  }

  @Test
  void plainEm() {
    Pass pass = LatentModelContract.pass(rows, 2);
    FactorModel model = FactorData.start(rows, 2, NoiseType.ISOTROPIC);
    double[] bounds = {-9.2655721772, -7.7390165951, -6.7946571265};
    double[] likelihoods = {-8.3440686211, -7.3165348218, -6.4126943114};
    double[] traces = {.92782504, 2.03787970, 2.47443652};
    for (int i = 0; i < 3; i++) {
      Statistics statistics = pass.eStep(model, "test");
      double[] squares = statistics.array("factorSquares");
      double trace = (squares[0] + squares[3]) / 500;
      assertThat(trace).isCloseTo(traces[i], within(.5001e-8));
      model = plainStep(model, statistics);
      // F(q, new) with the prior N(0, I): entropy sum + (H - tr Z / N) / 2
      double sum =
          statistics.get("latentEntropy") / 500
              - Math.log(2 * Math.PI * Math.E)
              - 2.5 * Math.log(2 * Math.PI * Math.E * model.noise()[0]);
      assertThat(sum + (2 - trace) / 2).isCloseTo(bounds[i], within(.5001e-10));
      assertThat(model.bound(model.statistics(moments)).bound())
          .isCloseTo(likelihoods[i], within(.5001e-10));
    }
  }

  @Test
  void plainEmOfFactorAnalysis() {
    double[][] data = FactorData.factorAnalysis();
    Pass pass = LatentModelContract.pass(data, 2);
    FactorModel model = FactorData.start(data, 2, NoiseType.DIAGONAL);
    double[] expected = {-7.449412614142, -6.737792312914};
    for (int i = 0; i < 2; i++) {
      model = plainStep(model, pass.eStep(model, "test"));
      assertThat(model.bound(pass.eStep(model, "test")).bound())
          .isCloseTo(expected[i], within(DIGITS));
    }
  }

  @Test
  void limitOfFactorAnalysis() {
    double[][] data = FactorData.factorAnalysis();
    SecondMoments own = FactorData.moments(data);
    Pass pass = new MomentPass(own);
    FactorModel model = FactorData.start(data, 2, NoiseType.DIAGONAL);
    for (int i = 0; i < 20000; i++) {
      model = model.mStep(pass.eStep(model, "test")).model();
    }
    Statistics statistics = pass.eStep(model, "test");
    assertThat(model.bound(statistics).gap()).isCloseTo(0, within(1e-13));
    double[] squares = statistics.array("factorSquares");
    for (int i = 0; i < 4; i++) {
      assertThat(squares[i] / 800).isCloseTo(i % 3 == 0 ? 1 : 0, within(1e-12));
    }
    double[] inverse = NaiveFactors.inverse(model.components().covariance(0), 6);
    double[] scatter = own.symmetricScatter();
    for (int i = 0; i < 6; i++) {
      double diagonal = 0;
      for (int j = 0; j < 6; j++) {
        diagonal += scatter[i * 6 + j] / 800 * inverse[j * 6 + i];
      }
      assertThat(diagonal).isCloseTo(1, within(1e-11));
    }
  }
}
