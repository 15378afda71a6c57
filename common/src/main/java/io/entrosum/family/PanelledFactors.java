package io.entrosum.family;

import io.entrosum.linalg.Blas;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The inverse Cholesky factors of K components, stored so that squared Mahalanobis distances of
 * many rows to all components run at the speed of a large matrix product.
 *
 * <p>Factors are lower triangular. Each is cut into panels of {@value #HEIGHT} rows; the same panel
 * of all components is stored in one piece. A panel that begins at row i has nothing right of
 * column i + {@value #HEIGHT}, so one product of {@code K * HEIGHT} stacked rows with the first
 * {@code i + HEIGHT} columns of the data does the work of K triangular products, and wastes only
 * the corners on the diagonal. Measured at 256 columns, this comes near the rate of a plain square
 * dgemm, which a triangular product (dtrmm) for one component does not.
 */
final class PanelledFactors implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows of a panel, where a factor has as many. */
  static final int HEIGHT = 16;

  /**
   * Rows of data that are whitened at a time, so that what is between two loops stays in the cache.
   */
  private static final int STRIP = 256;

  /** The most rows that are stacked. */
  private static final int STACKED_ROWS = 512;

  private final int k;
  private final int d;
  private final int group;
  private final int tallest;
  private final double[] stacked;
  private final double[] whitenedMeans;

  PanelledFactors(int k, int d) {
    this.k = k;
    this.d = d;
    this.tallest = Math.min(HEIGHT, d);
    this.group = Math.min(k, STACKED_ROWS / tallest);
    this.stacked = new double[Math.multiplyExact(k * d, d)];
    this.whitenedMeans = new double[k * d];
  }

  private int groupSize(int c) {
    int start = c - c % group;
    return Math.min(group, k - start);
  }

  /** The place of a row of a component's factor among all stacked rows. */
  private int place(int c, int row) {
    int panel = row - row % tallest;
    int height = Math.min(tallest, d - panel);
    return (c - c % group) * d + panel * groupSize(c) + c % group * height + row - panel;
  }

  /**
   * Sets the factor of a component.
   *
   * @param inverseFactor {@code L^-1}, row-major, lower triangular. Not modified.
   * @param centredMeans {@code mu_c - m} of all components, [K, D]. Not modified.
   */
  void set(int c, double[] inverseFactor, double[] centredMeans) {
    for (int row = 0; row < d; row++) {
      int place = place(c, row);
      System.arraycopy(inverseFactor, row * d, stacked, place * d, d);
      whitenedMeans[place] = Blas.dot(row + 1, inverseFactor, row * d, centredMeans, c * d);
    }
  }

  /** The factor of a component, row-major, a copy. */
  double[] get(int c) {
    double[] factor = new double[d * d];
    for (int row = 0; row < d; row++) {
      System.arraycopy(stacked, place(c, row) * d, factor, row * d, d);
    }
    return factor;
  }

  /** {@code (mu_c - m)' Sigma_c^-1 (mu_c - m)}: how far the pivot is from a component, squared. */
  double pivotDistance(int c) {
    double sum = 0;
    for (int row = 0; row < d; row++) {
      double y = whitenedMeans[place(c, row)];
      sum += y * y;
    }
    return sum;
  }

  /** A computation of distances with scratch for chunks of rows, for one thread. */
  Distances distances(int chunk) {
    return new Distances(chunk);
  }

  /** Squared Mahalanobis distances; not thread-safe. */
  final class Distances {
    private final int strip;
    private final double[] whitened;
    private final double[] squares;

    private Distances(int chunk) {
      int width = group * tallest;
      this.strip = Math.min(chunk, STRIP);
      this.whitened = new double[strip * width];
      this.squares = new double[strip * width];
    }

    /**
     * {@code out[i * K + c] = |L_c^-1 (x_i - mu_c)|^2}.
     *
     * @param centred rows {@code x - m}, row-major [n, D]. Not modified.
     * @param out Modified. Overwritten.
     */
    void squared(int n, double[] centred, double[] out) {
      for (int first = 0; first < n; first += strip) {
        squared(first, Math.min(strip, n - first), centred, out);
      }
    }

    private void squared(int first, int n, double[] centred, double[] out) {
      for (int start = 0; start < k; start += group) {
        int members = groupSize(start);
        Arrays.fill(squares, 0, n * members * tallest, 0.0);
        for (int panel = 0; panel < d; panel += tallest) {
          int height = Math.min(tallest, d - panel);
          int width = members * height;
          int place = place(start, panel);
          Blas.timesTransposed(
              n,
              width,
              panel + height,
              centred,
              first * d,
              d,
              stacked,
              place * d,
              d,
              whitened,
              0,
              width);
          if (height == tallest) {
            addSquares(n, width, place);
          } else {
            addSquaresOfLast(n, members, height, place);
          }
        }
        reduce(first, n, start, members, out);
      }
    }

    /** Adds squares side by side, in a loop that the compiler turns into vector instructions. */
    private void addSquares(int n, int width, int place) {
      for (int i = 0; i < n; i++) {
        addSquaresOfRow(width, whitened, i * width, whitenedMeans, place, squares);
      }
    }

    private static void addSquaresOfRow(
        int width, double[] rows, int at, double[] means, int meansAt, double[] sums) {
      for (int j = 0; j < width; j++) {
        double y = rows[at + j] - means[meansAt + j];
        sums[at + j] += y * y;
      }
    }

    /** The same for a last panel that is less high than the others. */
    private void addSquaresOfLast(int n, int members, int height, int place) {
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < members; c++) {
          int from = (i * members + c) * height;
          int to = (i * members + c) * tallest;
          for (int j = 0; j < height; j++) {
            double y = whitened[from + j] - whitenedMeans[place + c * height + j];
            squares[to + j] += y * y;
          }
        }
      }
    }

    private void reduce(int first, int n, int start, int members, double[] out) {
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < members; c++) {
          int from = (i * members + c) * tallest;
          double even = 0;
          double odd = 0;
          int j = 0;
          for (; j + 1 < tallest; j += 2) {
            even += squares[from + j];
            odd += squares[from + j + 1];
          }
          if (j < tallest) {
            even += squares[from + j];
          }
          out[(first + i) * k + start + c] = even + odd;
        }
      }
    }
  }
}
