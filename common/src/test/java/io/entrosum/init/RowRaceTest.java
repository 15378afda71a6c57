package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.train.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowRaceTest {
  private static final double[] UNIT = {1, 1};
  private static final Centres NONE = new Centres(List.of(), UNIT);
  private static final Centres ORIGIN = new Centres(List.of(new double[2]), UNIT);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void winnersDependNeitherOnOrderNorOnPartitions(int partitions) {
    double[][] rows = rows(200);
    for (Centres metric : List.of(NONE, ORIGIN)) {
      List<double[]> winners = race(Passes.of(rows, 1), 12, metric, 5);
      assertThat(winners).hasSize(12);
      assertThat(race(Passes.of(Passes.shuffled(rows, partitions), partitions), 12, metric, 5))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(winners);
    }
  }

  @Test
  void equalRowsCountOnceAndWeightsPlayNoPart() {
    double[][] rows = rows(50);
    double[] weights = new double[50];
    Arrays.setAll(weights, i -> 0.25 + i);
    for (Centres metric : List.of(NONE, ORIGIN)) {
      List<double[]> winners = race(Passes.of(rows, 2), 8, metric, 3);
      assertThat(race(Passes.of(Passes.twice(rows), 7), 8, metric, 3))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(winners);
      assertThat(race(Passes.of(rows, weights, 3), 8, metric, 3))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(winners);
    }
  }

  @Test
  void noMoreWinnersThanDistinctRows() {
    double[][] rows = {{1, 2}, {1, 2}, {3, 4}, {1, 2}, {0.0, 1}, {-0.0, 1}};
    assertThat(race(Passes.of(rows, 3), 10, NONE, 1)).hasSize(3);
  }

  @Test
  void rowsOfWeightZeroAndRowsOnACentreNeverWin() {
    double[][] rows = {{0, 0}, {1, 0}, {2, 0}, {3, 0}};
    for (int salt = 0; salt < 200; salt++) {
      assertThat(race(Passes.of(rows, new double[] {1, 0, 1, 0}, 1), 4, NONE, salt))
          .containsExactlyInAnyOrder(rows[0], rows[2]);
      assertThat(race(Passes.of(rows, 1), 4, ORIGIN, salt))
          .containsExactlyInAnyOrder(rows[1], rows[2], rows[3]);
    }
  }

  @Test
  void theFastestAreThePrefixOfTheField() {
    double[][] rows = rows(60);
    List<double[]> all = race(Passes.of(rows, 2), 60, ORIGIN, 9);
    assertThat(all).hasSize(60);
    assertThat(race(Passes.of(rows, 7), 11, ORIGIN, 9))
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(all.subList(0, 11));
  }

  /**
   * Of five rows with squared distances 1, 4, 9, 16, 25 the first comes first with probability 1/55
   * and so on, and row j second after row i with {@code s_j / (55 - s_i)}. Chi-square over 30,000
   * salts: 4 and 19 degrees of freedom, beyond 23.5 and 50.8 with probability 1e-4.
   */
  @Test
  void drawsAreProportionalToSquaredDistances() {
    // variances 4 and 1/4: squared distances x^2 / 4 + 4 y^2 from (1, 1)
    Centres metric = new Centres(List.of(new double[] {1, 1}), new double[] {4, 0.25});
    double[][] rows = {{3, 1}, {1, 2}, {-5, 1}, {1, -1}, {7, 3}};
    double[] scores = {1, 4, 9, 16, 25};
    assertChiSquare(metric, rows, scores, 23.5, 50.8);
  }

  @Test
  void withoutCentresEveryRowIsEquallyLikely() {
    double[][] rows = {{0, 0}, {1, 0}, {1e6, 0}, {0, -3}, {1e-9, 2}};
    assertChiSquare(NONE, rows, new double[] {1, 1, 1, 1, 1}, 23.5, 50.8);
  }

  private static void assertChiSquare(
      Centres metric, double[][] rows, double[] scores, double firstBound, double pairBound) {
    int draws = 30_000;
    int[] first = new int[5];
    int[][] pairs = new int[5][5];
    Pass pass = Passes.of(rows, 1);
    for (int seed = 0; seed < draws; seed++) {
      List<double[]> winners = race(pass, 2, metric, KMeans.salt(seed, 1));
      int winner = Arrays.asList(rows).indexOf(same(rows, winners.get(0)));
      first[winner]++;
      pairs[winner][Arrays.asList(rows).indexOf(same(rows, winners.get(1)))]++;
    }
    double total = Arrays.stream(scores).sum();
    double firstSquare = 0;
    double pairSquare = 0;
    for (int i = 0; i < 5; i++) {
      double expected = draws * scores[i] / total;
      firstSquare += Math.pow(first[i] - expected, 2) / expected;
      assertThat(pairs[i][i]).isZero();
      for (int j = 0; j < 5; j++) {
        if (j != i) {
          double pair = expected * scores[j] / (total - scores[i]);
          pairSquare += Math.pow(pairs[i][j] - pair, 2) / pair;
        }
      }
    }
    assertThat(firstSquare).isLessThan(firstBound);
    assertThat(pairSquare).isLessThan(pairBound);
  }

  private static double[] same(double[][] rows, double[] row) {
    return Arrays.stream(rows).filter(r -> Arrays.equals(r, row)).findFirst().orElseThrow();
  }

  private static List<double[]> race(Pass pass, int winners, Centres metric, long salt) {
    return pass.aggregate(new RowRace(2, winners, metric, salt), "test").rows(new double[2]);
  }

  private static double[][] rows(int n) {
    SplittableRandom random = new SplittableRandom(n);
    double[][] rows = new double[n][2];
    for (double[] row : rows) {
      row[0] = random.nextDouble() - 0.5;
      row[1] = 3 * random.nextDouble();
    }
    return rows;
  }
}
