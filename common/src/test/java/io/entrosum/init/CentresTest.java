package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentresTest {
  /** Against a loop without the short cut, for columns around the multiples of 16. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 32, 33, 100})
  void nearestOfAll(int d) {
    SplittableRandom random = new SplittableRandom(d);
    double[] variances = random.doubles(d, 0.1, 9).toArray();
    List<double[]> points = new ArrayList<>();
    for (int c = 0; c < 9; c++) {
      points.add(random.doubles(d, -1, 1).toArray());
    }
    Centres centres = new Centres(points, variances);
    assertThat(centres.count()).isEqualTo(9);
    assertThat(centres.columns()).isEqualTo(d);
    double[] rows = random.doubles(20L * d + 3, -1, 1).toArray();
    for (int i = 0; i < 20; i++) {
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < 9; c++) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
          sum += Math.pow(rows[3 + i * d + j] - points.get(c)[j], 2) / variances[j];
        }
        if (sum < least) {
          least = sum;
          best = c;
        }
      }
      Centres.Nearest nearest = centres.nearest(rows, 3 + i * d);
      assertThat(nearest.index()).isEqualTo(best);
      // d positive terms, each with about four more roundings
      assertThat(nearest.squaredDistance()).isCloseTo(least, within((d + 4) * 0x1p-52 * least));
    }
  }

  @Test
  void theFirstOfEqualsAndNoneAtAll() {
    double[] one = {1};
    List<double[]> points = List.of(new double[] {2}, new double[] {0}, new double[] {2});
    assertThat(new Centres(points, one).nearest(one, 0)).isEqualTo(new Centres.Nearest(0, 1));
    assertThat(new Centres(List.of(), one).nearest(one, 0))
        .isEqualTo(new Centres.Nearest(-1, Double.POSITIVE_INFINITY));
    assertThat(new Centres(points, one).nearest(new double[] {Double.NaN}, 0).index())
        .isEqualTo(-1);
  }

  /** The points are copied. */
  @Test
  void immutable() {
    double[] point = {3};
    double[] variances = {1};
    Centres centres = new Centres(Arrays.asList(point, new double[] {9}), variances);
    point[0] = 100;
    variances[0] = 100;
    assertThat(centres.nearest(new double[] {1}, 0)).isEqualTo(new Centres.Nearest(0, 4));
  }

  @Test
  void codesOfCategoriesAreEqualOrNot() {
    double[] scales = {4, Double.POSITIVE_INFINITY};
    Centres centres = new Centres(List.of(new double[] {0, 3}, new double[] {2, 7}), scales);
    assertThat(centres.nearest(new double[] {0, 3}, 0)).isEqualTo(new Centres.Nearest(0, 0));
    assertThat(centres.nearest(new double[] {0, 7}, 0)).isEqualTo(new Centres.Nearest(1, 1));
    assertThat(centres.nearest(new double[] {0, 4}, 0))
        .isEqualTo(new Centres.Nearest(0, Centres.MISMATCH));
    assertThat(centres.nearest(new double[] {2, Double.NaN}, 0))
        .isEqualTo(new Centres.Nearest(1, 0));
  }
}
