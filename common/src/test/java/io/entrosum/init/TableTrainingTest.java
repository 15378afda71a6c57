package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.model.Mixture;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableTrainingTest {
  private static final TableSpec TABLE =
      TableSpec.of(
          List.of(
              TableSpec.Column.of("poisson"),
              TableSpec.Column.of("gaussian"),
              TableSpec.Column.categorical(3),
              TableSpec.Column.of("gaussian")));

  private static final double[][] PROBABILITIES = {{.8, .1, .1}, {.1, .2, .7}};

  /** Two kinds of rows, 60 % and 40 %: rates 2 and 9, means (0, 0) and (3, 1), categories. */
  private static double[][] rows(int n) {
    Random random = new Random(5);
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      int kind = random.nextDouble() < .6 ? 0 : 1;
      double u = random.nextDouble();
      int category =
          u < PROBABILITIES[kind][0]
              ? 0
              : u < PROBABILITIES[kind][0] + PROBABILITIES[kind][1] ? 1 : 2;
      double common = random.nextGaussian();
      rows[i] =
          new double[] {
            poisson(kind == 0 ? 2 : 9, random),
            3 * kind + common,
            category,
            kind + .6 * common + .8 * random.nextGaussian()
          };
    }
    return rows;
  }

  private static double poisson(double rate, Random random) {
    double product = random.nextDouble();
    int count = 0;
    for (; product > Math.exp(-rate); count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  private static TrainingResult<Mixture> train(TableSpec table, InitMode init, double[][] rows) {
    GaussianMixtureSpec start = new GaussianMixtureSpec(2, table.covariance(), 1e-6, init, null, 1);
    return MixtureTraining.of(table, start, new StoppingRule(500, 1e-10), 3, List.of())
        .run(new LocalPass(List.of(Block.ofRows(rows))));
  }

  @Test
  void theParametersOfAMixedTableAreFoundWithinTheirStandardErrors() {
    int n = 4000;
    for (InitMode init : List.of(InitMode.K_MEANS, InitMode.RANDOM)) {
      Mixture model = train(TABLE, init, rows(n)).model();
      assertThat(model.weights()[0]).isCloseTo(.6, within(4 * Math.sqrt(.24 / n)));
      ProductComponents product = (ProductComponents) model.components();
      GaussianComponents gaussian = (GaussianComponents) product.parts().get(0).components();
      double[] means = {0, 0, 3, 1};
      for (int i = 0; i < 4; i++) {
        assertThat(gaussian.means()[i]).isCloseTo(means[i], within(5 / Math.sqrt(.4 * n)));
      }
      assertThat(gaussian.covariance(0)[1]).isCloseTo(.6, within(5 / Math.sqrt(.4 * n)));
      IndependentColumns columns = (IndependentColumns) product.parts().get(1).components();
      assertThat(columns.mean(0, 0)).isCloseTo(2, within(5 * Math.sqrt(2 / (.6 * n))));
      assertThat(columns.mean(1, 0)).isCloseTo(9, within(5 * Math.sqrt(9 / (.4 * n))));
      CategoricalColumns categories = (CategoricalColumns) product.parts().get(2).components();
      for (int c = 0; c < 2; c++) {
        for (int v = 0; v < 3; v++) {
          assertThat(categories.probability(c, 0, v))
              .isCloseTo(PROBABILITIES[c][v], within(5 * Math.sqrt(.25 / (.4 * n))));
        }
      }
    }
  }

  @Test
  void theBoundRisesAndIsTheEntropySum() {
    TrainingResult<Mixture> result = train(TABLE, InitMode.K_MEANS, rows(500));
    assertThat(result.trace().size()).isGreaterThan(3);
    result
        .trace()
        .forEach(
            iteration -> {
              assertThat(iteration.bound().gap()).isCloseTo(0, within(1e-11));
              assertThat(iteration.number() == 1 || iteration.change() > -1e-12).isTrue();
            });
    assertThat(result.bound().baseMeasure()).isNegative();
  }

  @Test
  void categoriesAloneAreATableToo() {
    TableSpec table =
        TableSpec.of(List.of(TableSpec.Column.categorical(3), TableSpec.Column.categorical(10)));
    List<double[]> rows = new ArrayList<>();
    for (double[] row : rows(1000)) {
      rows.add(new double[] {row[2], Math.min(row[0], 9)});
    }
    TrainingResult<Mixture> result = train(table, InitMode.K_MEANS, rows.toArray(double[][]::new));
    assertThat(result.model().count()).isEqualTo(2);
    assertThat(result.bound().bound()).isGreaterThan(train1(table, rows).bound().bound() + .05);
  }

  private static TrainingResult<Mixture> train1(TableSpec table, List<double[]> rows) {
    return MixtureTraining.of(
            table, GaussianMixtureSpec.of(1), new StoppingRule(9, 0), 1, List.of())
        .run(new LocalPass(List.of(Block.ofRows(rows.toArray(double[][]::new)))));
  }

  @Test
  void trainingGoesOnFromAModel() {
    double[][] rows = rows(500);
    TrainingResult<Mixture> first = train(TABLE, InitMode.K_MEANS, rows);
    GaussianMixtureSpec from = GaussianMixtureSpec.of(2).from(first.model());
    TrainingResult<Mixture> second =
        MixtureTraining.of(TABLE, from, new StoppingRule(1, 0), 1, List.of())
            .run(new LocalPass(List.of(Block.ofRows(rows))));
    assertThat(second.bound().bound()).isCloseTo(first.bound().bound(), within(1e-7));
  }

  @Test
  void columnsAreChecked() {
    assertThatThrownBy(() -> TableSpec.Column.of("poison"))
        .hasMessageStartingWith("family: must be one of ")
        .hasMessageEndingWith("but was poison");
    assertThatThrownBy(() -> TableSpec.Column.of("categorical"))
        .hasMessage("columns: categorical cannot have 0 categories");
    assertThatThrownBy(() -> new TableSpec.Column("poisson", 3))
        .hasMessage("columns: poisson cannot have 3 categories");
  }
}
