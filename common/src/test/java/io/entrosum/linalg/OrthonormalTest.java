package io.entrosum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrthonormalTest {
  private static final int D = 40;
  private static final int B = 5;

  private static double[] random(long seed) {
    return new Random(seed).doubles((long) D * B, -1, 1).toArray();
  }

  private static double[] products(double[] a, double[] b) {
    double[] products = new double[B * B];
    Blas.addTransposedTimes(D, B, B, a, b, products, 0);
    return products;
  }

  private static double[] identity() {
    double[] identity = new double[B * B];
    for (int i = 0; i < B; i++) {
      identity[i * B + i] = 1;
    }
    return identity;
  }

  @Test
  void columnsAreOrthonormalAndOrthogonalToOthers() {
    double[] first = random(1);
    Orthonormal.against(D, B, List.of(), first);
    assertThat(products(first, first)).containsExactly(identity(), within(1e-14));
    double[] second = random(2);
    for (int i = 0; i < second.length; i++) {
      second[i] = first[i] + 1e-9 * second[i]; // nearly dependent
    }
    Orthonormal.against(D, B, List.of(first), second);
    assertThat(products(second, second)).containsExactly(identity(), within(1e-13));
    assertThat(products(first, second)).containsExactly(new double[B * B], within(1e-13));
  }

  @Test
  void aScaleOfColumnsDoesNotMatter() {
    double[] q = random(3);
    for (int i = 0; i < q.length; i++) {
      q[i] *= Math.pow(10, -6 * (i % B));
    }
    Orthonormal.against(D, B, List.of(), q);
    assertThat(products(q, q)).containsExactly(identity(), within(1e-13));
  }

  @Test
  void whatDependsOnOthersBecomesSomethingElse() {
    double[] first = random(4);
    Orthonormal.against(D, B, List.of(), first);
    for (double[] q : List.of(new double[D * B], first.clone())) {
      Orthonormal.against(D, B, List.of(first), q);
      assertThat(products(q, q)).containsExactly(identity(), within(1e-13));
      assertThat(products(first, q)).containsExactly(new double[B * B], within(1e-13));
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    double[] q = random(5);
    q[7] = Double.NaN;
    assertThatThrownBy(() -> Orthonormal.against(D, B, List.of(), q))
        .isInstanceOf(NumericalException.class)
        .hasMessageContaining("5 directions in 40 columns");
  }
}
