package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.model.LatentModel;
import io.entrosum.model.LatentModelContract;
import io.entrosum.model.Mixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A mixture of every registered family, three columns of it, keeps the promises of latent models.
 */
@ParameterizedClass
@MethodSource("families")
class FamilyMixtureTest extends LatentModelContract<Mixture> {
  private static final int ROWS = 300;
  private static final int D = 3;

  @Parameter FamilyContract contract;

  static Stream<FamilyContract> families() {
    return FamilyContracts.all().stream();
  }

  private List<ExponentialFamily> columns() {
    return Collections.nCopies(D, contract.family());
  }

  /** Parameters fitted to the least and to the largest of three draws. */
  private double[][] truth() {
    ExponentialFamily family = contract.family();
    SplittableRandom random = new SplittableRandom(1);
    double[] theta = contract.parameters()[0];
    double[] least = new double[ROWS];
    double[] most = new double[ROWS];
    for (int n = 0; n < ROWS; n++) {
      double[] x = random.doubles(3).map(u -> family.sample(theta, 0, random)).sorted().toArray();
      least[n] = x[0];
      most[n] = x[2];
    }
    return new double[][] {fit(least), fit(most)};
  }

  private double[] fit(double[] x) {
    double[] theta = new double[contract.family().parameters().size()];
    double[] mean = mean(x);
    contract.family().fit(mean, 0, mean, 0, 1e-6, theta, 0);
    return theta;
  }

  /** Draws from a mixture of these two in equal parts. */
  @Override
  protected double[][] rows() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] truth = truth();
    double[][] rows = new double[ROWS][D];
    for (double[] row : rows) {
      double[] theta = truth[random.nextInt(2)];
      for (int j = 0; j < D; j++) {
        row[j] = contract.family().sample(theta, 0, random);
      }
    }
    return rows;
  }

  /** The two components, with other weights and the second column the wrong way round. */
  @Override
  protected Mixture start(double[][] rows) {
    double[][] truth = truth();
    int p = truth[0].length;
    double[] theta = new double[2 * D * p];
    for (int j = 0; j < D; j++) {
      System.arraycopy(truth[j == 1 ? 1 : 0], 0, theta, j * p, p);
      System.arraycopy(truth[j == 1 ? 0 : 1], 0, theta, (D + j) * p, p);
    }
    return new Mixture(
        new double[] {.4, .6},
        new IndependentColumns(2, columns(), theta, ExponentialFamily.DEFAULT_FLOOR));
  }

  private double[] mean(double[] x) {
    double[] mean = new double[contract.family().statistics()];
    double[] t = new double[mean.length];
    for (double value : x) {
      contract.family().statistics(value, t, 0);
      for (int s = 0; s < t.length; s++) {
        mean[s] += t[s] / x.length;
      }
    }
    return mean;
  }

  @Test
  void logDensitiesAreThoseOfTheDefinitionAlsoWhereValuesAreMissing() {
    double[][] rows = rows();
    for (int n = 0; n < rows.length; n++) {
      rows[n][0] = n % 3 == 0 ? Double.NaN : rows[n][0];
      rows[n][1] = n % 5 == 0 ? Double.NaN : rows[n][1];
    }
    Mixture model = start(rows());
    IndependentColumns components = (IndependentColumns) model.components();
    double[] posterior = new double[2 * ROWS];
    double[] found = new double[ROWS];
    model.scorer().score(Block.ofRows(rows), posterior, found);
    for (int n = 0; n < ROWS; n++) {
      double[] joint = new double[2];
      for (int c = 0; c < 2; c++) {
        joint[c] = Math.log(model.weights()[c]);
        for (int j = 0; j < D; j++) {
          joint[c] += Double.isNaN(rows[n][j]) ? 0 : logDensity(components, c, j, rows[n][j]);
        }
      }
      double max = Math.max(joint[0], joint[1]);
      double expected = max + Math.log(Math.exp(joint[0] - max) + Math.exp(joint[1] - max));
      double rounding = 1e-11 * Math.max(1, Math.abs(expected));
      assertThat(found[n]).isCloseTo(expected, within(rounding));
      assertThat(posterior[2 * n]).isCloseTo(Math.exp(joint[0] - expected), within(1e-10));
    }
  }

  private double logDensity(IndependentColumns components, int c, int j, double x) {
    ExponentialFamily family = contract.family();
    int p = family.parameters().size();
    double[] theta = components.parameterValues();
    int at = (D * c + j) * p;
    double[] t = new double[family.statistics()];
    double[] eta = new double[t.length];
    family.statistics(x, t, 0);
    family.natural(theta, at, eta, 0);
    double sum = family.logBase(x) - family.logPartition(theta, at);
    for (int s = 0; s < t.length; s++) {
      sum += eta[s] * t[s];
    }
    return sum;
  }

  @Test
  void theBoundIsTheEntropySumAlsoWhereValuesAreMissing() {
    double[][] rows = rows();
    SplittableRandom random = new SplittableRandom(8);
    for (double[] row : rows) {
      for (int j = 0; j < D; j++) {
        row[j] = random.nextDouble() < .2 ? Double.NaN : row[j];
      }
    }
    LocalPass pass = new LocalPass(List.of(Block.ofRows(rows)));
    Mixture model = start(rows());
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      Statistics statistics = pass.eStep(model, "test");
      double logLikelihood = model.bound(statistics).bound();
      LatentModel.Update<Mixture> update = model.mStep(statistics);
      EntropyTerms bound = update.bound();
      double rounding = 1e-12 * Math.max(1, Math.abs(bound.bound()));
      assertThat(bound.entropySum()).isCloseTo(bound.bound(), within(rounding));
      assertThat(logLikelihood).isGreaterThanOrEqualTo(before - rounding);
      assertThat(bound.bound()).isGreaterThanOrEqualTo(logLikelihood - rounding);
      before = bound.bound();
      model = update.model();
    }
  }

  @Test
  void theBaseMeasureIsADataConstant() {
    double[][] rows = rows();
    Mixture model = start(rows);
    LocalPass pass = new LocalPass(List.of(Block.ofRows(rows)));
    double expected =
        Arrays.stream(rows)
            .flatMapToDouble(Arrays::stream)
            .map(contract.family()::logBase)
            .average()
            .orElseThrow();
    for (int i = 0; i < 3; i++) {
      Statistics statistics = pass.eStep(model, "test");
      assertThat(model.bound(statistics).baseMeasure())
          .isCloseTo(D * expected, within(1e-12 * Math.max(1, Math.abs(expected))));
      model = model.mStep(statistics).model();
    }
  }
}
