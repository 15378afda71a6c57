package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.LongFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final int N = 20_000;

  /** Without noise a pixel is the sum of the horizontal and the vertical bar through it. */
  @Test
  void pixelsAreSumsOfBars() {
    Row row = new Bars(3, Bars.Latents.LAPLACE, .2, 0, 1).open().apply(7);
    Vector pixels = row.getAs(0);
    Vector latent = row.getAs(1);
    assertThat(pixels.size()).isEqualTo(9);
    assertThat(latent.size()).isEqualTo(6);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(pixels.apply(3 * i + j)).isEqualTo(latent.apply(i) + latent.apply(3 + j));
      }
    }
  }

  /** Laplace(1): E z = 0, E |z| = 1, E z^2 = 2, E z^4 = 24. */
  @Test
  void laplaceLatents() {
    LongFunction<Row> rows = new Bars(5, Bars.Latents.LAPLACE, .2, .1, 3).open();
    double n = N * 10.0;
    double[] sums = new double[3];
    for (int i = 0; i < N; i++) {
      for (double z : rows.apply(i).<Vector>getAs(1).toArray()) {
        sums[0] += z / n;
        sums[1] += Math.abs(z) / n;
        sums[2] += z * z / n;
      }
    }
    // five standard errors: the variances of z, |z| and z^2 are 2, 1 and 20
    assertThat(sums[0]).isCloseTo(0, within(5 * Math.sqrt(2 / n)));
    assertThat(sums[1]).isCloseTo(1, within(5 * Math.sqrt(1 / n)));
    assertThat(sums[2]).isCloseTo(2, within(5 * Math.sqrt(20 / n)));
  }

  @Test
  void bernoulliLatentsAndNoise() {
    LongFunction<Row> rows = new Bars(5, Bars.Latents.BERNOULLI, .3, .2, 4).open();
    double n = N * 10.0;
    double[] present = new double[10];
    double together = 0;
    double noise = 0;
    double squares = 0;
    for (int i = 0; i < N; i++) {
      Row row = rows.apply(i);
      Vector z = row.getAs(1);
      for (int h = 0; h < 10; h++) {
        assertThat(z.apply(h)).isIn(0.0, 1.0);
        present[h] += z.apply(h) / N;
      }
      together += z.apply(0) * z.apply(1) / N;
      for (int j = 0; j < 10; j++) {
        double rest = row.<Vector>getAs(0).apply(j) - z.apply(j / 5) - z.apply(5 + j % 5);
        noise += rest / n;
        squares += rest * rest / n;
      }
    }
    // five standard errors
    for (double share : present) {
      assertThat(share).isCloseTo(.3, within(5 * Math.sqrt(.3 * .7 / N)));
    }
    assertThat(together).isCloseTo(.09, within(5 * Math.sqrt(.09 * .91 / N)));
    assertThat(noise).isCloseTo(0, within(5 * .2 / Math.sqrt(n)));
    assertThat(squares).isCloseTo(.04, within(5 * .04 * Math.sqrt(2 / n)));
  }

  @Test
  void theSeedDecides() {
    Bars bars = new Bars(5, Bars.Latents.LAPLACE, .2, .1, 1);
    Row first = bars.open().apply(5);
    assertThat(bars.open().apply(5)).isEqualTo(first);
    assertThat(bars.open().apply(6)).isNotEqualTo(first);
    assertThat(new Bars(5, Bars.Latents.LAPLACE, .2, .1, 2).open().apply(5)).isNotEqualTo(first);
  }
}
