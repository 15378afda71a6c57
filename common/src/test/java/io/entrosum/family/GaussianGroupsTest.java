package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.model.LatentModelContract;
import io.entrosum.model.Mixture;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three groups of Gaussian columns, in mixed order: full, diagonal, and one without a name. */
class GaussianGroupsTest extends LatentModelContract<Mixture> {
  private static final int K = 2;
  private static final int[] SIZE = {3, 0};
  private static final int[] BODY = {1, 4};
  private static final int[] REST = {2};

  private static GaussianComponents size(double shift) {
    return gaussian(
        CovarianceType.FULL,
        new double[] {0, 0, 1.5 + shift, 1},
        new double[] {1, .5, .5, 1, .7, -.2, -.2, 1.3});
  }

  private static GaussianComponents body(double shift) {
    return gaussian(
        CovarianceType.DIAGONAL,
        new double[] {20, -1, 23 + shift, 1 - shift},
        new double[] {4, .3, 2, .6});
  }

  private static GaussianComponents rest() {
    return gaussian(CovarianceType.TIED, new double[] {0, 2}, new double[] {1.5});
  }

  private static GaussianComponents gaussian(CovarianceType type, double[] means, double[] all) {
    int d = means.length / K;
    return GaussianComponents.of(type, K, d, means, all, CovarianceFloor.none(d));
  }

  private static ProductComponents components(double shift) {
    return new ProductComponents(
        List.of(
            new ProductComponents.Part(rest(), REST),
            new ProductComponents.Part(size(shift), SIZE, "size"),
            new ProductComponents.Part(body(shift), BODY, "body")));
  }

  /** The same distribution as one group with full covariances: 0 between columns of two groups. */
  private static GaussianComponents blockDiagonal(double shift) {
    int d = 5;
    double[] means = new double[K * d];
    double[] covariances = new double[K * d * d];
    for (ProductComponents.Part part : components(shift).parts()) {
      GaussianComponents own = (GaussianComponents) part.components();
      int[] at = part.columns();
      for (int c = 0; c < K; c++) {
        for (int i = 0; i < at.length; i++) {
          means[c * d + at[i]] = own.means()[c * at.length + i];
          for (int j = 0; j < at.length; j++) {
            covariances[(c * d + at[i]) * d + at[j]] = own.covariance(c)[i * at.length + j];
          }
        }
      }
    }
    return gaussian(CovarianceType.FULL, means, covariances);
  }

  private static Mixture mixture(Components components) {
    return new Mixture(new double[] {.45, .55}, components);
  }

  @Override
  protected double[][] rows() {
    double[][] rows = new double[500][5];
    mixture(components(.5)).sample(new SplittableRandom(6), rows);
    return rows;
  }

  @Override
  protected Mixture start(double[][] rows) {
    return mixture(components(0));
  }

  @Test
  void theDensityIsThatOfAFullGaussianWithZerosBetweenTheGroups() {
    double[][] rows = rows();
    Block block = Block.ofRows(rows);
    double[] grouped = new double[rows.length * K];
    double[] whole = new double[rows.length * K];
    components(0).kernel().logDensities(block, 0, rows.length, grouped);
    blockDiagonal(0).kernel().logDensities(block, 0, rows.length, whole);
    assertThat(grouped).containsExactly(whole, within(1e-11));
  }

  @Test
  void namesOfGroupsStayInEveryForm() {
    ProductComponents product = components(0);
    for (Components other : List.of(product.select(new int[] {1, 0}), product.forKernel())) {
      assertThat(((ProductComponents) other).parts())
          .extracting(ProductComponents.Part::name)
          .containsExactly("", "size", "body");
    }
    // Rest 2 + 1, size 4 + 6, body 4 + 4.
    assertThat(product.parameters()).isEqualTo(21);
  }
}
