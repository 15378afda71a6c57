package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PanelledFactorsTest {
  private static final int K = 5;
  private static final int N = 13;

  private final Random random = new Random(4);

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 2", "16, 1", "16, 32", "17, 1", "17, 3", "40, 1", "40, 2", "48, 32"})
  void distancesAreThoseOfTheDefinitionHoweverPanelsAreStacked(int d, int stackedPanels) {
    double[][] factors = new double[K][];
    double[] means = normal(K * d);
    PanelledFactors panels = new PanelledFactors(K, d);
    for (int c = 0; c < K; c++) {
      factors[c] = lowerTriangle(d);
      panels.set(c, factors[c], means);
    }
    double[] columns = normal(d * N);
    double[] found = new double[N * K];
    panels.distances(N, stackedPanels).squared(N, columns, found);
    for (int i = 0; i < N; i++) {
      for (int c = 0; c < K; c++) {
        double expected = 0;
        for (int row = 0; row < d; row++) {
          double y = 0;
          for (int j = 0; j <= row; j++) {
            y += factors[c][row * d + j] * (columns[j * N + i] - means[c * d + j]);
          }
          expected += y * y;
        }
        assertThat(found[i * K + c]).isCloseTo(expected, within(1e-12 * (1 + expected)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 33})
  void aFactorComesBackAsItWasSet(int d) {
    PanelledFactors panels = new PanelledFactors(K, d);
    double[] factor = lowerTriangle(d);
    panels.set(3, factor, new double[K * d]);
    assertThat(panels.get(3)).isEqualTo(factor);
    assertThat(panels.get(2)).containsOnly(0.0);
  }

  @Test
  void halfOfLargeFactorsIsStored() {
    int d = 256;
    long full = 8L * K * d * d;
    assertThat(new PanelledFactors(K, d).bytes()).isLessThan(full * 55 / 100);
  }

  private double[] lowerTriangle(int d) {
    double[] factor = new double[d * d];
    for (int row = 0; row < d; row++) {
      for (int j = 0; j <= row; j++) {
        factor[row * d + j] = random.nextGaussian();
      }
    }
    return factor;
  }

  private double[] normal(int n) {
    return random.doubles(n, -2, 2).toArray();
  }
}
