package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResponsibilitiesTest {
  private static final double[] LOG_WEIGHTS = {Math.log(.5), Math.log(.3), Math.log(.2)};

  @Test
  void negligibleComponentsGetNothingAndTheOthersSumToOne() {
    double[] a = {-2, -2 - 40, -5};
    double logDensity = Responsibilities.truncated(LOG_WEIGHTS).normalise(a, 0);
    double first = .5 * Math.exp(-2);
    double third = .2 * Math.exp(-5);
    assertThat(a[1]).isZero();
    assertThat(a[0]).isCloseTo(first / (first + third), within(1e-15));
    assertThat(a[2]).isCloseTo(third / (first + third), within(1e-15));
    assertThat(logDensity).isCloseTo(Math.log(first + third), within(1e-14));
  }

  @Test
  void theExactOnesKeepWhatIsSmall() {
    double[] a = {-2, -2 - 40, -5};
    Responsibilities.exact(LOG_WEIGHTS).normalise(a, 0);
    assertThat(a[1]).isPositive().isLessThan(1e-13 / 3);
  }

  /** What is dropped is below 1e-13 together, so the bound changes by no more than that. */
  @Test
  void truncationChangesDensityAndEntropyByLessThanIsStated() {
    SplittableRandom random = new SplittableRandom(2);
    Responsibilities exact = Responsibilities.exact(LOG_WEIGHTS);
    Responsibilities truncated = Responsibilities.truncated(LOG_WEIGHTS);
    int dropped = 0;
    for (int n = 0; n < 20_000; n++) {
      double[] a = random.doubles(3, -45, 0).toArray();
      double[] b = a.clone();
      double logDensity = exact.normalise(a, 0);
      double bound = truncated.normalise(b, 0);
      assertThat(bound).isCloseTo(logDensity, within(1.1e-13 + 1e-15 * Math.abs(logDensity)));
      assertThat(truncated.entropy()).isCloseTo(exact.entropy(), within(1e-11));
      assertThat(Arrays.stream(b).sum()).isCloseTo(1, within(1e-15));
      for (int c = 0; c < 3; c++) {
        dropped += b[c] == 0 ? 1 : 0;
        assertThat(b[c] == 0 ? a[c] : 0).isLessThan(Responsibilities.NEGLIGIBLE / 3);
      }
    }
    assertThat(dropped).isGreaterThan(1000);
  }
}
