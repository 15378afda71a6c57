package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.Components;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.Families;
import io.entrosum.family.IndependentColumns;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The reference problem for mixtures of exponential families: 500 rows of three columns from two
 * components, drawn with {@code java.util.Random(11)}; published numbers in the notes on mixtures.
 */
class ReferenceFamilyMixtureTest {
  private static final int N = 500;
  private static final int K = 2;
  private static final int D = 3;
  private static final double DIGITS = 1e-12;

  /** Half a unit of the last digit that is printed. */
  private static final double PRINTED = 6e-13;

  private static double[][] rows(String family, double[][] parameters) {
    Random random = new Random(11);
    double[][] rows = new double[N][D];
    for (double[] row : rows) {
      double[] theta = parameters[random.nextDouble() < .6 ? 0 : 1];
      for (int j = 0; j < D; j++) {
        row[j] = family.equals("poisson") ? knuth(theta[j], random) : bernoulli(theta[j], random);
      }
    }
    return rows;
  }

  private static double bernoulli(double p, Random random) {
    return random.nextDouble() < p ? 1 : 0;
  }

  private static double knuth(double rate, Random random) {
    double limit = Math.exp(-rate);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  /** The M-step from the responsibilities that the reference starts with. */
  private static LatentModel.Update<Mixture> firstUpdate(String family, double[][] rows) {
    List<ExponentialFamily> families = Collections.nCopies(D, Families.parse(family));
    Mixture any =
        new Mixture(new double[] {.5, .5}, IndependentColumns.around(K, families, rows[0], 1e-6));
    Statistics statistics = new Statistics(any.layout());
    Components.Kernel kernel = any.components().kernel();
    double[] r = new double[kernel.chunkRows() * K];
    double entropy = 0;
    double[] totals = new double[K];
    for (int n = 0; n < N; n++) {
      Block row = Block.ofRow(rows[n]);
      kernel.logDensities(row, 0, 1, r);
      double first = 1 + .5 * Math.sin(.7 * (n + 1));
      double second = 1 + .5 * Math.sin(.7 * (n + 1) * 2);
      r[0] = first / (first + second);
      r[1] = second / (first + second);
      for (int c = 0; c < K; c++) {
        totals[c] += r[c];
        entropy -= r[c] * Math.log(r[c]);
      }
      kernel.accumulate(row, 0, 1, r, statistics);
    }
    statistics.add(LatentModel.ROWS, N);
    statistics.add(LatentModel.WEIGHT, N);
    statistics.add(Mixture.POSTERIOR_ENTROPY, entropy);
    System.arraycopy(totals, 0, statistics.values(), statistics.offset(Mixture.RESPONSIBILITY), K);
    return any.mStep(statistics);
  }

  /** 600 iterations; the identity and the bracket of log-likelihoods in each. */
  private static Mixture limit(Mixture start, Pass pass, double entropySum) {
    Mixture model = start;
    double before = entropySum;
    for (int i = 0; i < 600; i++) {
      Statistics statistics = pass.eStep(model, "test");
      double logLikelihood = model.bound(statistics).bound();
      LatentModel.Update<Mixture> update = model.mStep(statistics);
      assertThat(update.bound().entropySum())
          .isCloseTo(update.bound().bound(), within(DIGITS * Math.abs(logLikelihood)));
      assertThat(logLikelihood).isGreaterThanOrEqualTo(before - DIGITS * Math.abs(before));
      before = update.bound().bound();
      model = update.model();
    }
    return model;
  }

  private static double[] columnSums(double[][] rows) {
    double[] sums = new double[D];
    for (double[] row : rows) {
      for (int j = 0; j < D; j++) {
        sums[j] += row[j];
      }
    }
    return sums;
  }

  private static Pass pass(double[][] rows) {
    return new LocalPass(List.of(Block.ofRows(rows)));
  }

  private static EntropyTerms bound(Mixture model, Pass pass) {
    return model.bound(pass.eStep(model, "test"));
  }

  @Test
  void bernoulli() {
    double[][] rows = rows("bernoulli", new double[][] {{.2, .7, .9}, {.8, .4, .3}});
    assertThat(rows[0]).containsExactly(1, 0, 1);
    assertThat(columnSums(rows)).containsExactly(225, 291, 324);
    LatentModel.Update<Mixture> first = firstUpdate("bernoulli", rows);
    Pass pass = pass(rows);
    assertThat(first.bound().entropySum()).isCloseTo(-2.050079887517, within(PRINTED));
    assertThat(bound(first.model(), pass).bound()).isCloseTo(-2.016377797204, within(PRINTED));
    Mixture limit = limit(first.model(), pass, first.bound().entropySum());
    EntropyTerms end = bound(limit, pass);
    assertThat(end.bound()).isCloseTo(-1.865842983916, within(PRINTED));
    assertThat(end.baseMeasure()).isZero();
    assertThat(limit.weights()[0]).isCloseTo(.67955026, within(6e-9));
  }

  @Test
  void poisson() {
    double[][] rows = rows("poisson", new double[][] {{1.5, 4, 7}, {6, 2, 3}});
    assertThat(rows[0]).containsExactly(3, 0, 4);
    assertThat(columnSums(rows)).containsExactly(1762, 1553, 2648);
    LatentModel.Update<Mixture> first = firstUpdate("poisson", rows);
    Pass pass = pass(rows);
    assertThat(first.bound().entropySum()).isCloseTo(-7.304273816169, within(PRINTED));
    assertThat(bound(first.model(), pass).bound()).isCloseTo(-7.270051835538, within(PRINTED));
    Mixture limit = limit(first.model(), pass, first.bound().entropySum());
    EntropyTerms end = bound(limit, pass);
    assertThat(end.bound()).isCloseTo(-6.525602966244, within(PRINTED));
    assertThat(end.baseMeasure()).isCloseTo(-12.1317702812, within(6e-11));
    assertThat(limit.weights()[0]).isCloseTo(.56332008, within(6e-9));
    assertThat(((IndependentColumns) limit.components()).parameterValues())
        .containsExactly(
            new double[] {1.49904274, 3.94991105, 7.02802346, 6.13620865, 2.017349, 3.06167794},
            within(6e-9));
    double withTrueEntropies = end.bound() - trueEntropySum(limit, end);
    assertThat(Math.abs(withTrueEntropies)).isCloseTo(.0198329049, within(6e-11));
  }

  /** What the sum would be with the entropies of Poisson distributions and no base measure. */
  private static double trueEntropySum(Mixture limit, EntropyTerms end) {
    double[] rates = ((IndependentColumns) limit.components()).parameterValues();
    double observation = 0;
    for (int i = 0; i < K * D; i++) {
      double p = Math.exp(-rates[i]);
      double entropy = 0;
      for (int x = 0; x < 200; p *= rates[i] / ++x) {
        entropy -= p > 0 ? p * Math.log(p) : 0;
      }
      observation += limit.weights()[i / D] * entropy;
    }
    return end.posterior() - end.prior() - observation;
  }
}
