package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.ProductComponents;
import io.entrosum.linalg.Cholesky;
import io.entrosum.model.Mixture;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupTrainingTest {
  private static final List<TableSpec.Column> COLUMNS =
      Collections.nCopies(4, TableSpec.Column.of("gaussian"));

  private static TableSpec.Group group(String name, CovarianceType covariance, Integer... columns) {
    return new TableSpec.Group(name, List.of(columns), covariance);
  }

  private static TableSpec table(TableSpec.Group... groups) {
    return new TableSpec(COLUMNS, List.of(groups), CovarianceType.TIED, 1e-6, 1e-6);
  }

  private static final TableSpec TWO =
      table(group("size", CovarianceType.FULL, 2, 0), group("body", CovarianceType.FULL, 1, 3));

  /** Two kinds of rows, all columns correlated. */
  private static double[][] rows(int n) {
    Random random = new Random(5);
    double[][] rows = new double[n][4];
    for (double[] row : rows) {
      int kind = random.nextInt(3) == 0 ? 1 : 0;
      double common = random.nextGaussian();
      for (int j = 0; j < row.length; j++) {
        row[j] = (j + 1) * (2 * kind + random.nextGaussian()) + common;
      }
    }
    return rows;
  }

  private static TrainingResult<Mixture> train(int k, TableSpec table, double[][] rows) {
    GaussianMixtureSpec start =
        new GaussianMixtureSpec(k, table.covariance(), 1e-6, InitMode.K_MEANS, null, 1);
    return train(start, table, rows);
  }

  private static TrainingResult<Mixture> train(
      GaussianMixtureSpec start, TableSpec table, double[][] rows) {
    return MixtureTraining.of(table, start, new StoppingRule(100, 1e-9), 2, List.of())
        .run(new LocalPass(List.of(Block.ofRows(rows))));
  }

  @Test
  void theBoundIsTheEntropySumAfterEveryMStep() {
    TrainingResult<Mixture> result =
        train(2, table(group("size", CovarianceType.DIAGONAL, 2, 0)), rows(500));
    assertThat(result.trace().size()).isGreaterThan(3);
    result
        .trace()
        .forEach(
            iteration -> {
              assertThat(iteration.bound().gap()).isCloseTo(0, within(1e-12));
              assertThat(iteration.number() == 1 || iteration.change() > -1e-12).isTrue();
            });
    // Weights 1, size 4 + 4, the other two columns 4 + 3: their covariance is tied.
    assertThat(result.model().parameters()).isEqualTo(16);
    ProductComponents product = (ProductComponents) result.model().components();
    assertThat(product.parts())
        .extracting(ProductComponents.Part::name)
        .containsExactly("", "size");
    assertThat(product.parts().get(1).columns()).containsExactly(0, 2);
  }

  /**
   * One component: means and covariances are those of the rows, and two groups lose the mutual
   * information of the groups, {@code ln(|A| |B| / |C|) / 2}.
   */
  @Test
  void oneComponentHasTheBlocksOfTheWholeCovariance() {
    double[][] rows = rows(500);
    Mixture grouped = train(1, TWO, rows).model();
    TrainingResult<Mixture> whole =
        train(1, new TableSpec(COLUMNS, CovarianceType.FULL, 1e-6, 1e-6), rows);
    double[] all = ((GaussianComponents) whole.model().components()).covariance(0);
    double logs = 0;
    for (ProductComponents.Part part : ((ProductComponents) grouped.components()).parts()) {
      double[] own = ((GaussianComponents) part.components()).covariance(0);
      int[] at = part.columns();
      for (int i = 0; i < 4; i++) {
        assertThat(own[i]).isCloseTo(all[at[i / 2] * 4 + at[i % 2]], within(1e-11));
      }
      logs += logDeterminant(2, own);
    }
    double information = (logs - logDeterminant(4, all)) / 2;
    assertThat(information).isGreaterThan(.01);
    assertThat(whole.bound().bound() - train(1, TWO, rows).bound().bound())
        .isCloseTo(information, within(1e-11));
  }

  private static double logDeterminant(int d, double[] matrix) {
    double[] factor = matrix.clone();
    assertThat(Cholesky.of(d, factor)).isNotNull();
    return Cholesky.of(d, matrix.clone()).logDeterminant();
  }

  @Test
  void theFloorOfAGroupIsRelativeToItsOwnColumns() {
    double[][] rows = rows(200);
    for (double[] row : rows) {
      row[1] = 7;
      row[3] *= 1000;
    }
    TableSpec table =
        table(group("size", CovarianceType.FULL, 0, 1), group("body", CovarianceType.FULL, 2, 3));
    ProductComponents product = (ProductComponents) train(1, table, rows).model().components();
    double[] covariance = ((GaussianComponents) product.parts().get(0).components()).covariance(0);
    // A constant column has the variance of the others of its group, times the floor.
    assertThat(covariance[3]).isCloseTo(1e-6 * covariance[0], within(1e-15));
  }

  @Test
  void trainingGoesOnFromAModelOfTheSameGroups() {
    double[][] rows = rows(300);
    TrainingResult<Mixture> first = train(2, TWO, rows);
    GaussianMixtureSpec from = GaussianMixtureSpec.of(2).from(first.model());
    assertThat(train(from, TWO, rows).bound().bound())
        .isCloseTo(first.bound().bound(), within(1e-6));
    assertThatThrownBy(() -> train(from, table(group("size", CovarianceType.FULL, 0, 1)), rows))
        .hasMessage(
            "groups: must be those of the initial model, which has size of the columns [0, 2]");
    TableSpec tied =
        table(group("size", CovarianceType.TIED, 2, 0), group("body", CovarianceType.FULL, 1, 3));
    assertThatThrownBy(() -> train(from, tied, rows))
        .hasMessage("covariance: must be that of the initial model but was tied");
  }

  @Test
  void aGroupOfAllColumnsKeepsItsName() {
    Integer[] all = IntStream.range(0, 4).boxed().toArray(Integer[]::new);
    TableSpec table = table(group("all", CovarianceType.FULL, all));
    ProductComponents product = (ProductComponents) train(2, table, rows(300)).model().components();
    assertThat(product.parts()).extracting(ProductComponents.Part::name).containsExactly("all");
  }

  @Test
  void groupsAreChecked() {
    assertThatThrownBy(() -> group("a.b", CovarianceType.FULL, 1))
        .hasMessage("groups: a name must be letters, digits, _ and -, a letter first, but was a.b");
    assertThatThrownBy(() -> group("a", CovarianceType.FULL)).hasMessage("groups: a has no column");
    TableSpec.Group a = group("a", CovarianceType.FULL, 1);
    assertThatThrownBy(() -> table(a, group("a", CovarianceType.FULL, 2)))
        .hasMessage("groups: names must be different and not empty but \"a\" is not");
    assertThatThrownBy(() -> table(a, group("b", CovarianceType.FULL, 2, 1)))
        .hasMessage("groups: column 1 of b is in a group already");
    assertThatThrownBy(() -> table(group("b", CovarianceType.FULL, 4)))
        .hasMessage("groups: column 4 of b must be a gaussian one of the table");
    List<TableSpec.Column> counts = List.of(TableSpec.Column.of("poisson"));
    assertThatThrownBy(
            () ->
                new TableSpec(
                    counts,
                    List.of(group("b", CovarianceType.FULL, 0)),
                    CovarianceType.FULL,
                    1e-6,
                    1e-6))
        .hasMessage("groups: column 0 of b must be a gaussian one of the table");
  }
}
