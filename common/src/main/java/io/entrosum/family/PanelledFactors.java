package io.entrosum.family;

import io.entrosum.linalg.Blas;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The inverse Cholesky factors of K components, stored so that squared Mahalanobis distances of
 * many rows to all components run at the speed of a large matrix product.
 *
 * <p>Factors are lower triangular. Each is cut into panels of {@value Blas#PANEL} rows. A panel
 * that begins at row i has nothing right of column i + {@value Blas#PANEL}: only that much is
 * stored and multiplied, so that the zeros of a factor cost neither time nor memory but for the
 * corners on the diagonal. The same panel of all components is stored in one piece; how many
 * components go into one product is up to {@link Blas#stackedPanels}.
 */
final class PanelledFactors implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int TILE = 16;

  private final int k;
  private final int d;
  private final double[] panels;
  private final double[] whitenedMeans;

  PanelledFactors(int k, int d) {
    this.k = k;
    this.d = d;
    this.panels = new double[Math.multiplyExact(k, offset(d))];
    this.whitenedMeans = new double[k * d];
  }

  /** The numbers in front of the panel that begins at a row, in one factor. */
  private static int offset(int row) {
    int whole = row / Blas.PANEL;
    int rest = row % Blas.PANEL;
    return Math.addExact(
        Math.multiplyExact(Blas.PANEL * Blas.PANEL, whole * (whole + 1) / 2),
        Math.multiplyExact(rest, row));
  }

  private static int start(int row) {
    return row - row % Blas.PANEL;
  }

  private int width(int panel) {
    return Math.min(panel + Blas.PANEL, d);
  }

  private int place(int c, int row) {
    int panel = start(row);
    int width = width(panel);
    return k * offset(panel) + (c * (width - panel) + row - panel) * width;
  }

  /**
   * Sets the factor of a component.
   *
   * @param inverseFactor {@code L^-1}, row-major, lower triangular. Not modified.
   * @param centredMeans {@code mu_c - m} of all components, [K, D]. Not modified.
   */
  void set(int c, double[] inverseFactor, double[] centredMeans) {
    for (int row = 0; row < d; row++) {
      System.arraycopy(inverseFactor, row * d, panels, place(c, row), width(start(row)));
      whitenedMeans[c * d + row] = Blas.dot(row + 1, inverseFactor, row * d, centredMeans, c * d);
    }
  }

  /** The factor of a component, row-major, a copy. */
  double[] get(int c) {
    double[] factor = new double[d * d];
    for (int row = 0; row < d; row++) {
      System.arraycopy(panels, place(c, row), factor, row * d, width(start(row)));
    }
    return factor;
  }

  /** {@code (mu_c - m)' Sigma_c^-1 (mu_c - m)}: how far the pivot is from a component, squared. */
  double pivotDistance(int c) {
    return Blas.dot(d, whitenedMeans, c * d, whitenedMeans, c * d);
  }

  /** The transpose of {@code n x d} numbers, tile by tile, since each tile fits into the cache. */
  static void transpose(int n, int d, double[] from, double[] to) {
    for (int i = 0; i < n; i += TILE) {
      for (int j = 0; j < d; j += TILE) {
        for (int row = i; row < Math.min(i + TILE, n); row++) {
          for (int column = j; column < Math.min(j + TILE, d); column++) {
            to[column * n + row] = from[row * d + column];
          }
        }
      }
    }
  }

  /** The bytes of all panels. */
  long bytes() {
    return 8L * (panels.length + whitenedMeans.length);
  }

  /** A computation of distances with scratch for chunks of rows, for one thread. */
  Distances distances(int chunk) {
    return distances(chunk, Blas.stackedPanels());
  }

  /** The same with a given number of panels in one product. */
  Distances distances(int chunk, int stackedPanels) {
    return new Distances(chunk, Math.min(k, stackedPanels));
  }

  /** Squared Mahalanobis distances; not thread-safe. */
  final class Distances {
    private final int group;
    private final double[] whitened;
    private final double[] sums;

    private Distances(int chunk, int group) {
      this.group = group;
      this.whitened = new double[group * Math.min(Blas.PANEL, d) * chunk];
      this.sums = new double[group * chunk];
    }

    /**
     * {@code out[i * K + c] = |L_c^-1 (x_i - mu_c)|^2}.
     *
     * @param centred rows {@code x - m}, a column of the data in one piece: [D, n], densely packed.
     *     Not modified.
     * @param out Modified. Overwritten.
     */
    void squared(int n, double[] centred, double[] out) {
      for (int c = 0; c < k; c += group) {
        squared(c, Math.min(group, k - c), n, centred, out);
      }
    }

    /** The same for one component: {@code out[i * K + c]} for all i, nothing else. */
    void squared(int c, int n, double[] centred, double[] out) {
      squared(c, 1, n, centred, out);
    }

    private void squared(int first, int members, int n, double[] centred, double[] out) {
      Arrays.fill(sums, 0, members * n, 0.0);
      for (int panel = 0; panel < d; panel += Blas.PANEL) {
        int width = width(panel);
        int height = width - panel;
        int stacked = members * height;
        Blas.times(stacked, n, width, panels, place(first, panel), centred, 0, whitened, 0);
        for (int row = 0; row < stacked; row++) {
          int c = row / height;
          double mean = whitenedMeans[(first + c) * d + panel + row % height];
          addSquares(n, whitened, row * n, mean, sums, c * n);
        }
      }
      for (int c = 0; c < members; c++) {
        for (int i = 0; i < n; i++) {
          out[i * k + first + c] = sums[c * n + i];
        }
      }
    }

    /** Adds the squares of one whitened column: a loop that becomes vector instructions. */
    private static void addSquares(int n, double[] y, int at, double mean, double[] sums, int to) {
      for (int i = 0; i < n; i++) {
        double difference = y[at + i] - mean;
        sums[to + i] += difference * difference;
      }
    }
  }
}
