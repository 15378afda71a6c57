package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
  /**
   * Rounding of the mean of at most 600 numbers below 10: 600 * 1.1e-16 * 10. It does not build up
   * from pass to pass, since each mean is that of the rows.
   */
  private static final double ROUNDING = 1e-12;

  /** The optimum is the mean of each blob, whatever the seed. */
  @Test
  void threeSeparatedBlobsHaveACentreEach() {
    double[][] corners = {{0, 0}, {0, 10}, {10, 0}};
    SplittableRandom random = new SplittableRandom(4);
    double[][] rows = new double[150][2];
    double[][] means = new double[3][2];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 2; j++) {
        rows[i][j] = corners[i % 3][j] + 2 * random.nextDouble();
        means[i % 3][j] += rows[i][j] / 50;
      }
    }
    Pass pass = Passes.of(rows, 3);
    for (int seed = 0; seed < 20; seed++) {
      List<double[]> centres = new ArrayList<>(centres(pass, 3, seed));
      centres.sort(Comparator.comparingDouble(c -> 2 * c[0] + c[1]));
      assertThat(centres).hasSize(3);
      for (int c = 0; c < 3; c++) {
        assertThat(centres.get(c)).containsExactly(means[c], within(ROUNDING));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void sameCentresHoweverRowsAreSplitAndOrdered(int partitions) {
    double[][] rows = noise(300);
    for (int seed = 0; seed < 5; seed++) {
      List<double[]> expected = centres(Passes.of(rows, 1), 6, seed);
      assertThat(expected).hasSize(6);
      assertClose(centres(Passes.of(rows, partitions), 6, seed), expected);
      assertClose(centres(Passes.of(Passes.shuffled(rows, seed), partitions), 6, seed), expected);
    }
  }

  @Test
  void aWeightOfTwoIsTheRowTwice() {
    double[][] rows = noise(300);
    double[] twos = new double[300];
    Arrays.fill(twos, 2);
    for (int seed = 0; seed < 5; seed++) {
      List<double[]> expected = centres(Passes.of(rows, twos, 2), 6, seed);
      assertClose(centres(Passes.of(Passes.twice(rows), 7), 6, seed), expected);
    }
  }

  /** Different weights, so that they matter: 1 for the first half of the rows, 3 for the others. */
  @Test
  void aWeightOfThreeIsTheRowThreeTimes() {
    double[][] rows = noise(200);
    double[] weights = new double[200];
    Arrays.setAll(weights, i -> i < 100 ? 1 : 3);
    double[][] repeated = Arrays.copyOf(rows, 400);
    System.arraycopy(rows, 100, repeated, 200, 100);
    System.arraycopy(rows, 100, repeated, 300, 100);
    for (int seed = 0; seed < 5; seed++) {
      List<double[]> expected = centres(Passes.of(rows, weights, 2), 6, seed);
      assertClose(centres(Passes.of(repeated, 7), 6, seed), expected);
    }
  }

  /** Two groups of 2,000 rows far from the origin, where numbers are multiples of 1.5e-8. */
  @Test
  void anOffsetCostsNoDigits() {
    SplittableRandom random = new SplittableRandom(7);
    double[][] rows = new double[4000][1];
    double[] means = new double[2];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = 1e8 + 100 * (i % 2) + random.nextDouble();
      means[i % 2] += (rows[i][0] - 1e8) / 2000;
    }
    List<double[]> centres = new ArrayList<>(centres(Passes.of(rows, 3), 2, 1));
    centres.sort(Comparator.comparingDouble(c -> c[0]));
    for (int c = 0; c < 2; c++) {
      assertThat(centres.get(c)[0]).isCloseTo(1e8 + means[c], within(Math.ulp(1e8)));
    }
  }

  @Test
  void noMoreCentresThanDistinctRows() {
    double[][] rows = {{1, 2}, {1, 2}, {3, 4}, {1, 2}, {3, 4}};
    List<double[]> centres = new ArrayList<>(centres(Passes.of(rows, 2), 4, 1));
    centres.sort(Comparator.comparingDouble(c -> c[0]));
    assertThat(centres).hasSize(2);
    assertThat(centres.get(0)).containsExactly(new double[] {1, 2}, within(ROUNDING));
    assertThat(centres.get(1)).containsExactly(new double[] {3, 4}, within(ROUNDING));
  }

  /**
   * Two groups in the first column, noise a million times as large in the second. In standardised
   * columns a split by group leaves a squared distance of 1 a row, a split of the noise 1.25; in
   * plain columns the groups would not be seen.
   */
  @Test
  void unitsOfColumnsPlayNoPart() {
    SplittableRandom random = new SplittableRandom(6);
    double[][] rows = new double[200][2];
    double[][] means = new double[2][2];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i % 2;
      rows[i][1] = 1e6 * random.nextDouble();
      means[i % 2][0] = i % 2;
      means[i % 2][1] += rows[i][1] / 100;
    }
    for (int seed = 0; seed < 5; seed++) {
      List<double[]> centres = new ArrayList<>(centres(Passes.of(rows, 3), 2, seed));
      centres.sort(Comparator.comparingDouble(c -> c[0]));
      for (int c = 0; c < 2; c++) {
        assertThat(centres.get(c)[0]).isCloseTo(means[c][0], within(ROUNDING));
        assertThat(centres.get(c)[1]).isCloseTo(means[c][1], within(1e6 * ROUNDING));
      }
    }
  }

  @Test
  void randomRowsAreDistinctRowsOfTheData() {
    double[][] rows = noise(50);
    Pass pass = Passes.of(Passes.twice(rows), 3);
    DataProfile profile = DataProfile.of(pass, 50);
    List<double[]> drawn = KMeans.randomRows(pass, profile, 50, 8);
    assertThat(drawn).hasSize(50).doesNotHaveDuplicates().containsExactlyInAnyOrder(rows);
    assertThat(KMeans.randomRows(pass, profile, 5, 8))
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(drawn.subList(0, 5));
    assertThat(KMeans.randomRows(pass, profile, 5, 9))
        .usingRecursiveFieldByFieldElementComparator()
        .isNotEqualTo(drawn.subList(0, 5));
  }

  @Test
  void seedsOfRestartsAndSaltsOfRoundsDiffer() {
    Set<Long> seeds = new HashSet<>();
    Set<Long> salts = new HashSet<>();
    for (int seed = -50; seed < 50; seed++) {
      assertThat(KMeans.restartSeed(seed, 0)).isEqualTo(seed);
      for (int i = 0; i < 100; i++) {
        seeds.add(KMeans.restartSeed(seed, i));
        salts.add(KMeans.salt(seed, i - 1));
      }
    }
    assertThat(seeds).hasSize(100 * 100);
    assertThat(salts).hasSize(100 * 100);
  }

  private static List<double[]> centres(Pass pass, int k, long seed) {
    return new KMeans(DataProfile.of(pass, k)).centres(pass, k, seed);
  }

  private static void assertClose(List<double[]> actual, List<double[]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int c = 0; c < expected.size(); c++) {
      assertThat(actual.get(c)).containsExactly(expected.get(c), within(ROUNDING));
    }
  }

  /** No clusters: many local optima, so that differences would show. */
  private static double[][] noise(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[][] rows = new double[n][2];
    for (double[] row : rows) {
      row[0] = random.nextDouble();
      row[1] = 5 * random.nextDouble();
    }
    return rows;
  }
}
