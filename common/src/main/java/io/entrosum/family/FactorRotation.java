package io.entrosum.family;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.SymmetricEigen;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Rotations of loadings, row-major [D, H]: what a likelihood does not see, chosen by a rule. */
public final class FactorRotation {
  /** Relative change of the varimax criterion at which rotation has converged. */
  private static final double TOLERANCE = 1e-14;

  private static final int MAX_SWEEPS = 1000;

  private FactorRotation() {}

  /**
   * {@code W' Psi^-1 W} diagonal with falling entries; for isotropic noise the principal axes. Each
   * column's entry of largest magnitude is positive.
   *
   * @param noise variances, [D]
   */
  public static double[] principal(int d, int h, double[] loadings, double[] noise) {
    double[] scaled = loadings.clone();
    for (int j = 0; j < d; j++) {
      double precision = 1 / Math.sqrt(noise[j]);
      for (int i = 0; i < h; i++) {
        scaled[j * h + i] *= precision;
      }
    }
    double[] gram = new double[h * h];
    Blas.addTransposedTimes(d, h, h, scaled, scaled, gram, 0);
    SymmetricEigen eigen = SymmetricEigen.of(h, gram);
    double[] rotation = new double[h * h]; // row i: the eigenvector of the i-th largest value
    for (int i = 0; i < h; i++) {
      System.arraycopy(eigen.vectors(), (h - 1 - i) * h, rotation, i * h, h);
    }
    double[] rotated = new double[d * h];
    Blas.timesTransposed(d, h, h, loadings, 0, h, rotation, 0, h, rotated, 0, h);
    signs(d, h, rotated);
    return rotated;
  }

  /**
   * The varimax rotation with Kaiser's normalisation (Kaiser 1958), by planar rotations; columns in
   * the order of falling sums of squares, signs as in {@link #principal}.
   */
  public static double[] varimax(int d, int h, double[] loadings) {
    double[] norms = new double[d];
    double[] l = loadings.clone();
    for (int j = 0; j < d; j++) {
      norms[j] = Math.sqrt(Blas.dot(h, l, j * h, l, j * h));
      for (int i = 0; i < h && norms[j] > 0; i++) {
        l[j * h + i] /= norms[j];
      }
    }
    double before = criterion(d, h, l);
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      for (int p = 0; p < h; p++) {
        for (int q = p + 1; q < h; q++) {
          rotatePlane(d, h, l, p, q);
        }
      }
      double after = criterion(d, h, l);
      if (after - before <= TOLERANCE * Math.abs(after)) {
        break;
      }
      before = after;
    }
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        l[j * h + i] *= norms[j];
      }
    }
    double[] ordered = bySumOfSquares(d, h, l);
    signs(d, h, ordered);
    return ordered;
  }

  /** {@code sum_h (mean_d l^4 - (mean_d l^2)^2)}: the variance of squared loadings in columns. */
  static double criterion(int d, int h, double[] l) {
    double sum = 0;
    for (int i = 0; i < h; i++) {
      double fourth = 0;
      double second = 0;
      for (int j = 0; j < d; j++) {
        double square = l[j * h + i] * l[j * h + i];
        second += square / d;
        fourth += square * square / d;
      }
      sum += fourth - second * second;
    }
    return sum;
  }

  /** The best rotation in the plane of two columns, in closed form. */
  private static void rotatePlane(int d, int h, double[] l, int p, int q) {
    double a = 0;
    double b = 0;
    double c = 0;
    double e = 0;
    for (int j = 0; j < d; j++) {
      double x = l[j * h + p];
      double y = l[j * h + q];
      double u = x * x - y * y;
      double v = 2 * x * y;
      a += u;
      b += v;
      c += u * u - v * v;
      e += 2 * u * v;
    }
    double angle = Math.atan2(e - 2 * a * b / d, c - (a * a - b * b) / d) / 4;
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int j = 0; j < d; j++) {
      double x = l[j * h + p];
      double y = l[j * h + q];
      l[j * h + p] = cos * x + sin * y;
      l[j * h + q] = cos * y - sin * x;
    }
  }

  private static double[] bySumOfSquares(int d, int h, double[] l) {
    double[] sums = new double[h];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        sums[i] += l[j * h + i] * l[j * h + i];
      }
    }
    int[] order =
        IntStream.range(0, h)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -sums[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ordered = new double[d * h];
    for (int j = 0; j < d; j++) {
      int row = j * h;
      double[] source = Arrays.copyOfRange(l, row, row + h);
      for (int i = 0; i < h; i++) {
        ordered[row + i] = source[order[i]];
      }
    }
    return ordered;
  }

  /** Makes each column's entry of largest magnitude positive, the first of equals. */
  private static void signs(int d, int h, double[] l) {
    for (int i = 0; i < h; i++) {
      double largest = 0;
      for (int j = 0; j < d; j++) {
        double value = l[j * h + i];
        if (Math.abs(value) > Math.abs(largest)) {
          largest = value;
        }
      }
      for (int j = 0; j < d && largest < 0; j++) {
        l[j * h + i] = -l[j * h + i];
      }
    }
  }
}
