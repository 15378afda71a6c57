package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.BlockAggregation;
import io.entrosum.train.LocalPass;
import io.entrosum.train.SecondMomentsAggregation;
import io.entrosum.train.StoppingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlinePpcaTest {
  private static final int D = 10;
  private static final int[] FACTORS = {2, 4, 6};

  /** Deviations 1 to 5 along as many random axes as there are factors, .1 of noise. */
  private static double[][] rows(int factors, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] axes = axes(new SplittableRandom(7));
    double[][] rows = new double[n][D];
    for (double[] row : rows) {
      for (int h = 0; h < factors; h++) {
        double z = (1 + 4. * h / (D - 1)) * random.nextGaussian();
        for (int j = 0; j < D; j++) {
          row[j] += z * axes[h][j];
        }
      }
      for (int j = 0; j < D; j++) {
        row[j] += .1 * random.nextGaussian();
      }
    }
    return rows;
  }

  /** Orthonormal rows, by Gram and Schmidt. */
  private static double[][] axes(SplittableRandom random) {
    double[][] axes = new double[D][D];
    for (int h = 0; h < D; h++) {
      for (int j = 0; j < D; j++) {
        axes[h][j] = random.nextGaussian();
      }
      for (int i = 0; i <= h; i++) {
        double product = 0;
        for (int j = 0; j < D; j++) {
          product += axes[h][j] * axes[i][j];
        }
        for (int j = 0; j < D; j++) {
          axes[h][j] = i < h ? axes[h][j] - product * axes[i][j] : axes[h][j] / Math.sqrt(product);
        }
      }
    }
    return axes;
  }

  private static SecondMoments moments(double[]... rows) {
    return moments(Block.ofRows(rows));
  }

  private static SecondMoments moments(Block block) {
    SecondMomentsAggregation aggregation = new SecondMomentsAggregation(block.columns());
    BlockAggregation.Accumulator<SecondMomentsAggregation.Sum> accumulator =
        aggregation.accumulator();
    SecondMomentsAggregation.Sum sum = aggregation.zero();
    accumulator.add(block, sum);
    return sum.moments();
  }

  private static void add(OnlinePpca online, double[][] rows, int step) {
    for (int from = 0; from < rows.length; from += step) {
      online.add(moments(java.util.Arrays.copyOfRange(rows, from, from + step)));
    }
  }

  @Test
  void rememberingAllIsPcaOfAll() {
    double[][] rows = rows(4, 600, 1);
    OnlinePpca online = new OnlinePpca(D, FACTORS, Double.POSITIVE_INFINITY);
    add(online, rows, 10);
    List<FactorTraining.Outcome> whole =
        FactorTraining.of(FactorSpec.ppca(2), new StoppingRule(1, 0), List.of())
            .runAll(new LocalPass(List.of(Block.ofRows(rows))), FactorTraining.Holes.NONE, FACTORS);
    for (int i = 0; i < FACTORS.length; i++) {
      OnlinePpca.Fit fit = online.fits().get(i);
      assertThat(fit.terms().bound())
          .isCloseTo(whole.get(i).result().bound().bound(), within(1e-12));
      assertThat(fit.model().noise())
          .containsExactly(whole.get(i).result().model().noise(), within(1e-13));
      assertThat(fit.bic(600)).isCloseTo(whole.get(i).result().criteria().bic(), within(1e-9));
    }
    assertThat(online.rows()).isEqualTo(600);
    assertThat(online.weight()).isEqualTo(600);
  }

  /** The moments of rows of explicit weights, exp(-age / memory) by steps. */
  @Test
  void olderRowsCountLess() {
    double memory = 70;
    int step = 20;
    double[][] rows = rows(4, 400, 2);
    OnlinePpca online = new OnlinePpca(D, FACTORS, memory);
    add(online, rows, step);
    double[] values = new double[rows.length * D];
    double[] weights = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * D, D);
      weights[i] = Math.exp(-(rows.length / step - 1 - i / step) * (step / memory));
    }
    SecondMoments explicit = moments(new Block(D, values, weights));
    assertThat(online.weight()).isCloseTo(explicit.weight(), within(1e-12));
    PrincipalComponents spectrum = PrincipalComponents.of(explicit, 6);
    for (int i = 0; i < FACTORS.length; i++) {
      double expected = spectrum.logLikelihood(FACTORS[i]);
      assertThat(online.fits().get(i).terms().bound()).isCloseTo(expected, within(1e-11));
      assertThat(online.fits().get(i).model().noise()[0])
          .isCloseTo(spectrum.model(FACTORS[i], CovarianceFloor.none(D)).noise()[0], within(1e-13));
    }
  }

  @Test
  void theBoundIsTheSumOfEntropiesAfterEveryStep() {
    OnlinePpca online = new OnlinePpca(D, FACTORS, 50);
    double[][] rows = rows(2, 300, 3);
    for (int from = 0; from < rows.length; from += 10) {
      online.add(moments(java.util.Arrays.copyOfRange(rows, from, from + 10)));
      if (from >= 10) {
        for (OnlinePpca.Fit fit : online.fits()) {
          assertThat(fit.terms().gap()).isCloseTo(0, within(1e-12 * Math.abs(fit.terms().bound())));
        }
      }
    }
  }

  /**
   * The stream of arXiv 2010.14860's experiment, a tenth as long: 6, 2, then 4 factors. The entropy
   * sum chooses right once the rows of the regime before are forgotten: their variance along an
   * axis, at most (29 / 9)^2, times exp(-8), that is after eight memories, is a third of that of
   * the noise, and not worth a factor.
   */
  @Test
  void theRightNumberOfFactorsIsChosenAfterEveryChange() {
    int n = 10_000;
    int memory = 500;
    OnlinePpca online = new OnlinePpca(D, FACTORS, memory);
    for (int factors : new int[] {6, 2, 4}) {
      double[][] rows = rows(factors, n, 10 + factors);
      List<Integer> chosen = new ArrayList<>();
      for (int from = 0; from < n; from += 10) {
        online.add(moments(java.util.Arrays.copyOfRange(rows, from, from + 10)));
        if (online.isReady()) {
          chosen.add(FACTORS[OnlinePpca.best(online.fits(), online.weight())]);
        }
      }
      assertThat(chosen.subList(chosen.size() - (n - 8 * memory) / 10, chosen.size()))
          .containsOnly(factors);
    }
  }

  /** The mean of a bound over rows is the entropy sum of the truth, but it varies much more. */
  @Test
  void entropiesVaryLessThanTheBoundOfFewRows() {
    OnlinePpca online = new OnlinePpca(D, FACTORS, 1000);
    double[][] rows = rows(4, 20_000, 5);
    List<Double> bounds = new ArrayList<>();
    List<Double> sums = new ArrayList<>();
    for (int from = 0; from < rows.length; from += 10) {
      SecondMoments step = moments(java.util.Arrays.copyOfRange(rows, from, from + 10));
      if (from >= 10_000) {
        OnlinePpca.Fit fit = online.fits().get(1);
        bounds.add(10 * fit.on(step).bound());
        sums.add(10 * fit.terms().entropySum());
      }
      online.add(step);
    }
    assertThat(deviation(bounds)).isGreaterThan(5 * deviation(sums));
    // -1/2 ln det (2 pi e C) of the truth
    double truth = -.5 * D * (1 + Math.log(2 * Math.PI)) - .5 * (D - 4) * Math.log(.01);
    for (int h = 0; h < 4; h++) {
      truth -= .5 * Math.log(Math.pow(1 + 4. * h / (D - 1), 2) + .01);
    }
    // a fit to n rows is p / 2n above, and its mean bound on others as much below
    assertThat(mean(sums)).isCloseTo(10 * truth, within(1.));
    assertThat(mean(bounds)).isCloseTo(10 * truth, within(1.));
  }

  private static double mean(List<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double deviation(List<Double> all) {
    double mean = mean(all);
    return Math.sqrt(
        all.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  @Test
  void itIsReadyWithMoreRowsThanColumns() {
    OnlinePpca online = new OnlinePpca(D, FACTORS, 100);
    double[][] rows = rows(2, 11, 4);
    online.add(moments(java.util.Arrays.copyOfRange(rows, 0, 10)));
    assertThat(online.isReady()).isFalse();
    assertThatIllegalStateException().isThrownBy(online::fits).withMessage("no fits of 10 rows");
    online.add(moments(rows[10]));
    assertThat(online.isReady()).isTrue();
    assertThat(online.fits()).hasSize(3);
  }

  @Test
  void aConstantColumnDoesNotMatterRowsAllAlikeDo() {
    OnlinePpca online = new OnlinePpca(3, new int[] {1}, 100);
    for (int i = 0; i < 5; i++) {
      online.add(moments(new double[] {7, 7, 3}));
    }
    assertThat(online.isReady()).isFalse();
    online.add(moments(new double[] {1, 2, 3}, new double[] {2, 0, 3}));
    assertThat(online.isReady()).isTrue();
    assertThat(online.fits().get(0).terms().gap()).isCloseTo(0, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, -1})
  void refusesNumbersOfFactorsThatDoNotFit(int h) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlinePpca(D, new int[] {h}, 100))
        .withMessage(
            "latent-dimensions: must be >= 1 and less than the 10 columns but one was " + h);
  }

  @Test
  void refusesAShortMemory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlinePpca(D, FACTORS, 9))
        .withMessage("memory: must be at least the number of columns, 10, but was 9.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlinePpca(D, new int[0], 100))
        .withMessage("latent-dimensions: must name at least one number");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnlinePpca(D, FACTORS, 100).add(moments(new double[] {1, 2})))
        .withMessage("rows have 2 columns, the stream has 10");
  }
}
