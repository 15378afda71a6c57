package io.entrosum.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Sparse coding with scales 1 and a dictionary of free norms, the form that papers start from: at a
 * stationary point all E|z_h| are 1 and the bound is a sum of entropies (arXiv 2501.09022), and it
 * is our bound once the norms have moved into the scales.
 */
class SparseCodingStandardFormTest {
  private static final int D = 6;
  private static final int H = 3;
  private static final int N = 60;

  /** What the gradient shall be at most, each of its numbers. */
  private static final double GRADIENT = 1e-7;

  private static StandardForm start(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] w = new double[D * H];
    Arrays.setAll(w, k -> random.nextGaussian());
    double[][] x = new double[N][D];
    for (double[] row : x) {
      for (int i = 0; i < H; i++) {
        double z = random.nextExponential() * (random.nextBoolean() ? 1 : -1);
        for (int j = 0; j < D; j++) {
          row[j] += w[j * H + i] * z;
        }
      }
      for (int j = 0; j < D; j++) {
        row[j] += .5 * random.nextGaussian();
      }
    }
    Arrays.setAll(w, k -> w[k] + .3 * random.nextGaussian());
    return new StandardForm(x, w, 1);
  }

  private static void climb(StandardForm form) {
    for (int round = 0; round < 20_000 && largest(form.gradient()) > GRADIENT; round++) {
      form.step();
    }
  }

  private static double largest(double[] gradient) {
    return Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
  }

  /** The gradient that ends the search is that of the value, along random directions. */
  @Test
  void gradient() {
    StandardForm form = start(3);
    form.step();
    double[] gradient = form.gradient();
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 6; trial++) {
      double[] direction = direction(random, gradient.length, trial);
      double expected =
          (form.moved(direction, 1e-5).bound() - form.moved(direction, -1e-5).bound()) / 2e-5;
      double actual = 0;
      for (int k = 0; k < gradient.length; k++) {
        actual += gradient[k] * direction[k] / (k > D * H ? N : 1);
      }
      assertThat(actual).isEqualTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
  }

  /** Of the shared parameters, or of all; covariances stay symmetric. */
  private static double[] direction(SplittableRandom random, int length, int trial) {
    double[] direction = new double[length];
    for (int k = 0; k < (trial < 3 ? D * H + 1 : length); k++) {
      direction[k] = .1 * random.nextGaussian();
    }
    for (int n = 0; n < N; n++) {
      int at = D * H + 1 + n * (H + H * H) + H;
      for (int i = 0; i < H; i++) {
        for (int k = 0; k < i; k++) {
          direction[at + i * H + k] = direction[at + k * H + i];
        }
      }
    }
    return direction;
  }

  @Test
  void atTheOptimumTheBoundIsTheEntropySumAndOurs() {
    StandardForm form = start(3);
    form.step();
    assertThat(form.bound() - entropySum(form)).as("not everywhere").isNotCloseTo(0, within(.1));
    climb(form);
    assertThat(largest(form.gradient())).isLessThanOrEqualTo(GRADIENT);
    for (double absolute : form.posteriors().absolutes()) {
      assertThat(absolute).isEqualTo(1, within(1e-6));
    }
    assertThat(form.bound()).isEqualTo(entropySum(form), within(1e-6));

    SparseCodingModel ours = regauged(form);
    Statistics statistics = new Statistics(ours.layout());
    ours.eStep().add(Block.ofRows(form.x), statistics);
    EntropyTerms terms = ours.bound(statistics);
    assertThat(terms.bound()).isEqualTo(form.bound(), within(1e-8));
    assertThat(terms.entropySum()).isEqualTo(form.bound(), within(1e-6));
    assertThat(largest(ours.slope(statistics).gradient())).isLessThan(1e-4);
  }

  /** Columns of unit norm, and the norms as scales. */
  private static SparseCodingModel regauged(StandardForm form) {
    double[] norms = CodeParameters.norms(D, H, form.w);
    assertThat(Arrays.stream(norms)).noneMatch(norm -> Math.abs(norm - 1) < .05);
    return new SparseCodingModel(
            CodeParameters.normalised(D, form.w, norms, form.noise), PosteriorType.FULL)
        .exact();
  }

  /** {@code mean H[q] - H ln(2 e) - D/2 ln(2 pi e s2)}. */
  private static double entropySum(StandardForm form) {
    double posterior = 0;
    for (double[] t : form.covariances) {
      posterior += .5 * Math.log(determinant(t)) / N;
    }
    posterior += .5 * H * Math.log(2 * Math.PI * Math.E);
    double prior = H * Math.log(2 * Math.E);
    double noise = .5 * D * Math.log(2 * Math.PI * Math.E * form.noise);
    return posterior - prior - noise;
  }

  /** Of a 3 x 3 matrix. */
  private static double determinant(double[] t) {
    return t[0] * (t[4] * t[8] - t[5] * t[7])
        - t[1] * (t[3] * t[8] - t[5] * t[6])
        + t[2] * (t[3] * t[7] - t[4] * t[6]);
  }
}
