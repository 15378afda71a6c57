package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.stats.Statistics;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts from rows with holes. */
class MissingValuesTest {
  private static final double NONE = Double.NaN;
  private static final double[] UNIT = {1, 1};
  private static final Centres FREE = new Centres(List.of(), UNIT);

  /** From (0, 0, 0, 0): 1 + 4 over 2 of 4 columns, doubled; 1 over one, four times. All exact. */
  @Test
  void distancesAreScaledToAllColumns() {
    double[] ones = {1, 1, 1, 1};
    Centres centres = new Centres(List.of(new double[] {8, 8, 8, 8}, new double[4]), ones);
    assertThat(centres.nearest(new double[] {NONE, 1, NONE, 2}, 0))
        .isEqualTo(new Centres.Nearest(1, 10));
    assertThat(centres.nearest(new double[] {9, NONE, NONE, NONE}, 0))
        .isEqualTo(new Centres.Nearest(0, 4));
    assertThat(centres.nearest(new double[] {NONE, NONE, NONE, NONE}, 0))
        .isEqualTo(new Centres.Nearest(-1, Double.POSITIVE_INFINITY));
  }

  /** Small whole numbers: exact. The pivot is (1, 1). */
  @Test
  void sumsAreOverTheCellsThatAreThere() {
    Pass pass =
        Passes.of(
            new double[][] {{1, NONE}, {3, 5}, {NONE, 7}, {NONE, NONE}},
            new double[] {1, 2, 4, 8},
            2);
    Statistics sums =
        pass.aggregate(
            new ClusterSums(new Centres(List.of(new double[] {1, 5}), UNIT), UNIT), "test");
    assertThat(sums.array(ClusterSums.WEIGHT)).containsExactly(7);
    assertThat(sums.array(ClusterSums.CELL_WEIGHT)).containsExactly(3, 6);
    assertThat(sums.array(ClusterSums.SUM)).containsExactly(4, 32);
    assertThat(sums.get(ClusterSums.INERTIA)).isEqualTo(2 * 4 + 4 * 2 * 4);
  }

  @Test
  void rowsWithHolesWinOnlyWhereCompleteOnesRunOut() {
    double[][] rows = {{NONE, 1}, {2, NONE}, {3, 4}, {NONE, NONE}, {5, 6}};
    double[] means = {-1, -2};
    for (int salt = 0; salt < 200; salt++) {
      for (int partitions = 1; partitions < 4; partitions++) {
        Pass pass = Passes.of(Passes.shuffled(rows, salt), partitions);
        RowRace two = new RowRace(2, 2, FREE, salt);
        assertThat(pass.aggregate(two, "test").rows(means))
            .containsExactlyInAnyOrder(rows[2], rows[4]);
        List<double[]> all = pass.aggregate(new RowRace(2, 9, FREE, salt), "test").rows(means);
        assertThat(all.subList(0, 2)).containsExactlyInAnyOrder(rows[2], rows[4]);
        assertThat(all.subList(2, all.size()))
            .containsExactlyInAnyOrder(new double[] {-1, 1}, new double[] {2, -2});
      }
    }
  }

  /** A row that has a distance but no value anywhere would win every race. */
  @Test
  void rowsWithoutAnyValueNeverWin() {
    Centres origin = new Centres(List.of(new double[2]), UNIT);
    Pass pass = Passes.of(new double[][] {{NONE, NONE}, {1, NONE}}, 1);
    for (Centres metric : List.of(FREE, origin)) {
      assertThat(pass.aggregate(new RowRace(2, 2, metric, 1), "test").rows(UNIT))
          .containsExactly(new double[] {1, 1});
    }
  }

  /**
   * Three blobs of deviation 0.1 at distance 10 and more; every fifth cell is missing, so that half
   * of the rows have holes. A mean of about 160 values is within 0.05 (six deviations).
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void centresAreFoundThroughHoles(int partitions) {
    double[][] rows = blobs(600, 0.2);
    Pass pass = Passes.of(rows, partitions);
    List<double[]> centres = new KMeans(DataProfile.of(pass, 3)).centres(pass, 3, 1);
    assertThat(centres).hasSize(3);
    for (double[] centre : centres) {
      int blob = (int) Math.round(centre[0] / 10);
      assertThat(centre).containsExactly(middle(blob), within(0.05));
    }
    assertThat(centres.stream().map(centre -> Math.round(centre[0] / 10)).distinct()).hasSize(3);
  }

  /** Without a single complete row. */
  @Test
  void centresAreFoundWhereEveryRowHasAHole() {
    double[][] rows = blobs(600, 0);
    for (int i = 0; i < rows.length; i++) {
      rows[i][i / 3 % 3] = NONE;
    }
    Pass pass = Passes.of(rows, 2);
    List<double[]> centres = new KMeans(DataProfile.of(pass, 3)).centres(pass, 3, 1);
    assertThat(centres.stream().map(centre -> Math.round(centre[0] / 10)).distinct()).hasSize(3);
    for (double[] centre : centres) {
      assertThat(centre).doesNotContain(NONE);
    }
  }

  @Test
  void aColumnWithoutValuesIsRefused() {
    Pass pass = Passes.of(new double[][] {{1, NONE}, {2, NONE}}, 1);
    GaussianMixtureTraining training = new GaussianMixtureTraining(GaussianMixtureSpec.of(1));
    assertThatThrownBy(() -> training.run(pass))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("column number 2 has no value in any row; leave it out");
  }

  private static double[] middle(int blob) {
    return new double[] {10 * blob, blob == 1 ? 10 : 0, -10 * blob};
  }

  private static double[][] blobs(int n, double holes) {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = middle(i % 3);
      for (int j = 0; j < 3; j++) {
        rows[i][j] = random.nextDouble() < holes ? NONE : rows[i][j] + 0.1 * random.nextGaussian();
      }
    }
    return rows;
  }
}
