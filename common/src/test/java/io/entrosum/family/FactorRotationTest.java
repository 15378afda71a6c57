package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.linalg.Blas;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactorRotationTest {
  /** Each column loads on one of three factors: what varimax is meant to find. */
  private static double[] simple() {
    double[] l = new double[9 * 3];
    for (int j = 0; j < 9; j++) {
      l[j * 3 + j % 3] = (j % 3 == 0 ? 2 : j % 3 == 1 ? 1.5 : 1) * (1 + .1 * j);
    }
    return l;
  }

  private static double[] rotated(int d, int h, double[] l, Random random) {
    double[] result = l.clone();
    for (int p = 0; p < h; p++) {
      for (int q = p + 1; q < h; q++) {
        double angle = 2 * Math.PI * random.nextDouble();
        for (int j = 0; j < d; j++) {
          double x = result[j * h + p];
          double y = result[j * h + q];
          result[j * h + p] = Math.cos(angle) * x + Math.sin(angle) * y;
          result[j * h + q] = Math.cos(angle) * y - Math.sin(angle) * x;
        }
      }
    }
    return result;
  }

  @Test
  void varimaxFindsSimpleStructure() {
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      double[] found = FactorRotation.varimax(9, 3, rotated(9, 3, simple(), random));
      assertThat(found).containsExactly(simple(), within(1e-7));
    }
  }

  /** No rotation of normalised rows has a larger criterion, and the products of rows stay. */
  @Test
  void varimaxIsTheLargestCriterion() {
    Random random = new Random(2);
    int d = 12;
    int h = 3;
    double[] l = random.doubles((long) d * h, -1, 1).toArray();
    double[] found = FactorRotation.varimax(d, h, l);
    double best = FactorRotation.criterion(d, h, normalised(d, h, found));
    for (int i = 0; i < 2000; i++) {
      double[] other = normalised(d, h, rotated(d, h, l, random));
      assertThat(FactorRotation.criterion(d, h, other)).isLessThanOrEqualTo(best + 1e-12);
    }
    double[] before = new double[d * d];
    double[] after = new double[d * d];
    Blas.timesTransposed(d, d, h, l, 0, h, l, 0, h, before, 0, d);
    Blas.timesTransposed(d, d, h, found, 0, h, found, 0, h, after, 0, d);
    assertThat(after).containsExactly(before, within(1e-13));
  }

  private static double[] normalised(int d, int h, double[] l) {
    double[] result = l.clone();
    for (int j = 0; j < d; j++) {
      double norm = Math.sqrt(Blas.dot(h, l, j * h, l, j * h));
      for (int i = 0; i < h; i++) {
        result[j * h + i] /= norm;
      }
    }
    return result;
  }

  @Test
  void rowsOfZeroStayZero() {
    double[] l = simple();
    l[0] = 0;
    assertThat(FactorRotation.varimax(9, 3, l)).startsWith(0, 0, 0).doesNotContain(Double.NaN);
  }
}
