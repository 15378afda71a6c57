package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Missing values of families, categories and products of parts. */
class FillTest {
  private static final double HOLE = Double.NaN;

  private static Mixture mixture(Components components, double... weights) {
    return new Mixture(weights, components);
  }

  /** Poisson of rates 2 and 6, exponential of rates 1 and 1/4. */
  private static IndependentColumns families() {
    return new IndependentColumns(
        2,
        List.of(new PoissonFamily(), new ExponentialDistributionFamily()),
        new double[] {2, 1, 6, .25},
        1e-6);
  }

  @Test
  void familiesHaveTheirMeans() {
    MixtureScorer scorer = mixture(families(), .5, .5).scorer();
    double first = Math.exp(-3); // exponential: rate exp(-rate x) at x = 3
    double second = .25 * Math.exp(-.75);
    assertThat(scorer.fill(new double[] {HOLE, 3}))
        .containsExactly(
            new double[] {(first * 2 + second * 6) / (first + second), 3}, within(1e-12));
    double few = Math.exp(-2) * 2; // Poisson: rate^1 exp(-rate) / 1! at x = 1
    double many = Math.exp(-6) * 6;
    assertThat(scorer.fill(new double[] {1, HOLE})[1])
        .isCloseTo((few * 1 + many * 4) / (few + many), within(1e-12));
    assertThat(scorer.fill(new double[] {HOLE, HOLE}))
        .containsExactly(new double[] {4, 2.5}, within(1e-12));
  }

  @Test
  void categoriesAreTheMostProbable() {
    double[] probabilities = {.6, .3, .1, .1, .2, .7, /* second column */ .9, .1, .2, .8};
    CategoricalColumns columns = new CategoricalColumns(2, new int[] {3, 2}, probabilities, 1e-6);
    MixtureScorer scorer = mixture(columns, .5, .5).scorer();
    // posterior .9 : .2 of the two components, then p = .56, .31, ... / 1.1
    assertThat(scorer.fill(new double[] {HOLE, 0})).containsExactly(0, 0);
    // .1 : .8, where the second component has most of its rows in the last category
    assertThat(scorer.fill(new double[] {HOLE, 1})).containsExactly(2, 1);
    assertThat(scorer.fill(new double[] {2, HOLE})).containsExactly(2, 1);
    assertThat(scorer.fill(new double[] {0, HOLE})).containsExactly(0, 0);
  }

  /** The average of components decides, not the most probable component alone. */
  @Test
  void categoriesAreThoseOfTheMixtureAndNotOfOneComponent() {
    CategoricalColumns columns =
        new CategoricalColumns(
            3, new int[] {3}, new double[] {.6, 0, .4, 0, .55, .45, 0, .55, .45}, 1e-6);
    // .4 of {0: .6, 2: .4} and .6 of {1: .55, 2: .45}: .24, .33, .43
    assertThat(mixture(columns, .4, .3, .3).scorer().fill(new double[] {HOLE})).containsExactly(2);
  }

  @Test
  void theFirstOfEquallyProbableCategoriesIsTaken() {
    CategoricalColumns columns =
        new CategoricalColumns(1, new int[] {4}, new double[] {.125, .375, .125, .375}, 1e-6);
    assertThat(mixture(columns, 1).scorer().fill(new double[] {HOLE})).containsExactly(1);
  }

  /** Gaussian columns 3 and 1, families 0 and 4, a category 2: each part gets its columns back. */
  private static ProductComponents product() {
    GaussianComponents gaussian =
        GaussianComponents.of(
            CovarianceType.FULL,
            2,
            2,
            new double[] {0, 10, 4, 20},
            new double[] {1, .5, .5, 2, 1, -.6, -.6, 1},
            CovarianceFloor.none(2));
    CategoricalColumns categories =
        new CategoricalColumns(2, new int[] {2}, new double[] {.8, .2, .3, .7}, 1e-6);
    return new ProductComponents(
        List.of(
            new ProductComponents.Part(gaussian, new int[] {3, 1}),
            new ProductComponents.Part(families(), new int[] {0, 4}),
            new ProductComponents.Part(categories, new int[] {2})));
  }

  @Test
  void partsOfAProductAreFilledInEachAndTheirPosteriorIsShared() {
    MixtureScorer scorer = mixture(product(), .5, .5).scorer();
    double[][] rows = {
      {HOLE, 11, HOLE, HOLE, HOLE},
      {HOLE, HOLE, 1, 3.5, 2},
      {3, HOLE, HOLE, HOLE, HOLE},
      {7, 15, 0, 2, 1}
    };
    double[] posterior = new double[8];
    double[] filled = new double[20];
    scorer.fill(Block.ofRows(rows), posterior, new double[4], filled);
    // far from the second component, whose column 1 is N(20, 1): all is of the first
    assertThat(posterior[0]).isCloseTo(1, within(1e-15));
    assertThat(Arrays.copyOf(filled, 5))
        .containsExactly(new double[] {2, 11, 0, .5 / 2 * (11 - 10), 1}, within(1e-12));
    double r0 = posterior[2];
    double r1 = posterior[3];
    assertThat(r0).isBetween(1e-4, .5);
    assertThat(filled[5]).isCloseTo(r0 * 2 + r1 * 6, within(1e-12));
    assertThat(filled[6])
        .isCloseTo(r0 * (10 + .5 * 3.5) + r1 * (20 - .6 * (3.5 - 4)), within(1e-12));
    r0 = posterior[4];
    r1 = posterior[5];
    assertThat(filled[11]).isCloseTo(r0 * 10 + r1 * 20, within(1e-12));
    assertThat(filled[12]).isZero(); // r0 is .67: .63 against .37
    assertThat(filled[13]).isCloseTo(r1 * 4, within(1e-12));
    assertThat(filled[14]).isCloseTo(r0 + r1 * 4, within(1e-12));
    assertThat(Arrays.copyOfRange(filled, 15, 20)).containsExactly(rows[3]);
  }

  /** The second component has a shape below 1, the third one is fine again. */
  private static IndependentColumns pareto() {
    return new IndependentColumns(
        3,
        List.of(new PoissonFamily(), new ParetoFamily(2)),
        new double[] {2, 3, 6, .75, 1, 2},
        1e-6);
  }

  @Test
  void columnsWithoutAMeanAreNamedWithTheirParameters() {
    assertThat(pareto().fillProblem(0)).isNull();
    assertThat(pareto().fillProblem(1))
        .isEqualTo("pareto(minimum=2) with shape 0.75 of component 1 has no finite mean");
    assertThat(pareto().select(new int[] {0, 2}).fillProblem(1)).isNull();
    IndependentColumns wide =
        new IndependentColumns(1, List.of(new LogNormalFamily()), new double[] {0, 2000}, 1e-6);
    assertThat(wide.fillProblem(0))
        .isEqualTo(
            "log-normal with log_mean 0.0 and log_variance 2000.0 of component 0 has no finite"
                + " mean");
  }

  @Test
  void theProblemsOfAProductAreThoseOfItsParts() {
    GaussianComponents gaussian =
        GaussianComponents.of(
            CovarianceType.SPHERICAL,
            3,
            1,
            new double[] {0, 1, 2},
            new double[] {1, 1, 1},
            CovarianceFloor.none(1));
    ProductComponents product =
        new ProductComponents(
            List.of(
                new ProductComponents.Part(gaussian, new int[] {1}),
                new ProductComponents.Part(pareto(), new int[] {2, 0})));
    assertThat(product.fillProblem(0)).contains("with shape 0.75 of component 1");
    assertThat(product.fillProblem(1)).isNull();
    assertThat(product.fillProblem(2)).isNull();
  }

  /** A component that has no part in a row cannot spoil it; one that has makes it infinite. */
  @Test
  void anInfiniteMeanCountsOnlyWhereItsComponentHasAPart() {
    IndependentColumns columns =
        new IndependentColumns(
            2,
            List.of(new KnownVarianceGaussianFamily(1), new ParetoFamily(2)),
            new double[] {0, 3, 1e3, .5},
            1e-6);
    MixtureScorer scorer = mixture(columns, .5, .5).scorer();
    assertThat(scorer.fill(new double[] {0, HOLE})[1]).isCloseTo(3, within(1e-12)); // 2 * 3 / 2
    assertThat(scorer.fill(new double[] {500, HOLE})[1]).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void whatDoesNotMarginaliseCannotFillIn() {
    Components.Kernel kernel = stub(Components.Kernel.class, null);
    Components components = stub(Components.class, kernel);
    MixtureScorer scorer = mixture(components, 1).scorer();
    assertThat(components.fillProblem(0)).isEqualTo("missing values are not marginalised");
    assertThatThrownBy(
            () ->
                scorer.fill(
                    Block.ofRow(new double[] {0}), new double[1], new double[1], new double[1]))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("fill: missing values are not marginalised");
    assertThatThrownBy(
            () -> kernel.fill(Block.ofRow(new double[] {0}), 0, 1, new double[1], new double[1]))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("fill: missing values are not marginalised");
  }

  /** Something of one component, one column and one row a chunk, with all its defaults. */
  private static <T> T stub(Class<T> type, Components.Kernel kernel) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              return method.getReturnType() == int.class ? (Object) 1 : kernel;
            }));
  }
}
