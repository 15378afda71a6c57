package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.model.LatentModel;
import io.entrosum.model.LatentModelContract;
import io.entrosum.model.Mixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Two Gaussian columns with a full covariance, a count, a duration and a category, in mixed order.
 */
class MixedTableTest extends LatentModelContract<Mixture> {
  private static final int K = 2;

  private static ProductComponents components(double shift) {
    GaussianComponents gaussian =
        GaussianComponents.of(
            CovarianceType.FULL,
            K,
            2,
            new double[] {0, 0, 1.5 + shift, 1},
            new double[] {1, .5, .5, 1, .7, -.2, -.2, 1.3},
            CovarianceFloor.none(2));
    IndependentColumns columns =
        new IndependentColumns(
            K,
            List.of(new PoissonFamily(), new GammaFamily()),
            new double[] {2, 1.5, 1 + shift, 5 + shift, 4, 2},
            1e-6);
    CategoricalColumns categories =
        new CategoricalColumns(K, new int[] {3}, new double[] {.6, .3, .1, .2, .3, .5}, 1e-6);
    return new ProductComponents(
        List.of(
            new ProductComponents.Part(gaussian, new int[] {3, 0}),
            new ProductComponents.Part(columns, new int[] {1, 4}),
            new ProductComponents.Part(categories, new int[] {2})));
  }

  private static Mixture mixture(double shift) {
    return new Mixture(new double[] {.45, .55}, components(shift));
  }

  @Override
  protected double[][] rows() {
    double[][] rows = new double[500][5];
    mixture(.5).sample(new SplittableRandom(6), rows);
    return rows;
  }

  @Override
  protected Mixture start(double[][] rows) {
    return mixture(0);
  }

  @Test
  void logDensityIsTheSumOfThatOfTheParts() {
    double[][] rows = rows();
    ProductComponents product = components(0);
    Block block = Block.ofRows(rows);
    double[] sum = new double[rows.length * K];
    for (ProductComponents.Part part : product.parts()) {
      double[] out = new double[rows.length * K];
      Block own = block.columns(part.columns(), 0, rows.length);
      part.components().kernel().logDensities(own, 0, rows.length, out);
      for (int i = 0; i < out.length; i++) {
        sum[i] += out[i];
      }
    }
    double[] found = new double[rows.length * K];
    product.kernel().logDensities(block, 0, rows.length, found);
    assertThat(found).containsExactly(sum, within(1e-12));
    assertThat(own(product, 2).length).isEqualTo(rows.length);
  }

  /** The column of categories as the third part sees it. */
  private double[] own(ProductComponents product, int part) {
    double[][] rows = rows();
    Block own = Block.ofRows(rows).columns(product.parts().get(part).columns(), 0, rows.length);
    for (int n = 0; n < rows.length; n++) {
      assertThat(own.value(n, 0)).isEqualTo(rows[n][2]);
    }
    return own.values();
  }

  @Test
  void theBoundIsTheEntropySumAlsoWhereValuesAreMissing() {
    double[][] rows = rows();
    SplittableRandom random = new SplittableRandom(8);
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextDouble() < .15 ? Double.NaN : row[j];
      }
    }
    LocalPass pass = new LocalPass(List.of(Block.ofRows(rows)));
    Mixture model = start(rows);
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      Statistics statistics = pass.eStep(model, "test");
      EntropyTerms own = model.bound(statistics);
      double logLikelihood =
          statistics.get(Mixture.LOG_LIKELIHOOD) / statistics.get(LatentModel.WEIGHT);
      assertThat(own.bound()).isCloseTo(logLikelihood, within(1e-11));
      LatentModel.Update<Mixture> update = model.mStep(statistics);
      assertThat(update.bound().gap()).isCloseTo(0, within(1e-11));
      assertThat(update.bound().posterior() - update.bound().assignment()).isGreaterThan(.1);
      assertThat(logLikelihood).isGreaterThanOrEqualTo(before - 1e-11);
      before = update.bound().bound();
      model = update.model();
    }
  }

  @Test
  void partsMustCoverTheTable() {
    ProductComponents whole = components(0);
    assertThatThrownBy(() -> new ProductComponents(whole.parts().subList(0, 2)))
        .hasMessage("model: parts must cover every column once but cover [0, 1, 3, 4]");
    ProductComponents.Part wrong =
        new ProductComponents.Part(CategoricalColumns.uniform(3, new int[] {2}, 0), new int[] {5});
    assertThatThrownBy(
            () ->
                new ProductComponents(
                    java.util.stream.Stream.concat(whole.parts().stream(), List.of(wrong).stream())
                        .toList()))
        .hasMessage(
            "model: a part of 3 components over 1 columns does not fit 2 components over 1");
  }
}
