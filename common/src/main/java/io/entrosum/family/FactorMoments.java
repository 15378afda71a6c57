package io.entrosum.family;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;

/**
 * The statistics of one component of a linear Gaussian model, in standardised factors.
 *
 * <p>With N the total, {@code nu} the mean and {@code A = L L'} the covariance of the factors under
 * the posteriors, {@code z' = L^-1 (z - nu)} has mean 0 and covariance I, and the M-step can be
 * read off: means move by {@link #shift}, loadings are the covariances {@link #loadings} of rows
 * and z', noise variances are what these leave of the variances.
 */
final class FactorMoments {
  /** {@code sum r E[xc]}, [K, D]. */
  static final String FIRST = "first";

  /** {@code sum r E[xc^2]}, [K, D]. */
  static final String SQUARES = "squares";

  /** {@code sum r E[xc z']}, [K, D, H]. */
  static final String CROSS = "cross";

  /** {@code sum r E[z]}, [K, H]. */
  static final String FACTORS = "factors";

  /** {@code sum r E[z z']}, [K, H, H]. */
  static final String FACTOR_SQUARES = "factorSquares";

  /** {@code fbar = sum r E[xc] / N}, [D]. */
  final double[] shift;

  /** The covariances of rows and standardised factors, row-major [D, H]. */
  final double[] loadings;

  /** {@code ln |A|}. */
  final double logDeterminant;

  private final int d;
  private final int h;
  private final double total;
  private final double[] s;
  private final int squaresAt;
  private final int crossAt;
  private final int factorSquaresAt;

  private FactorMoments(Statistics statistics, int c, double total, int d, int h) {
    this.d = d;
    this.h = h;
    this.total = total;
    this.s = statistics.values();
    this.squaresAt = statistics.offset(SQUARES) + c * d;
    this.crossAt = statistics.offset(CROSS) + c * d * h;
    this.factorSquaresAt = statistics.offset(FACTOR_SQUARES) + c * h * h;
    this.shift = mean(statistics.offset(FIRST) + c * d, d);
    double[] nu = mean(statistics.offset(FACTORS) + c * h, h);
    double[] a = new double[h * h];
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < h; j++) {
        a[i * h + j] = s[factorSquaresAt + i * h + j] / total - nu[i] * nu[j];
      }
    }
    Cholesky cholesky = Cholesky.of(h, a);
    if (cholesky == null) {
      throw new NumericalException(
          "the factors of component " + c + " have no positive definite covariance",
          "use fewer latent dimensions, or a larger noise floor");
    }
    this.logDeterminant = cholesky.logDeterminant();
    double[] covariance = new double[d * h];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        covariance[j * h + i] = s[crossAt + j * h + i] / total - shift[j] * nu[i];
      }
    }
    this.loadings = new double[d * h];
    double[] inverse = cholesky.inverseFactor();
    Blas.timesTransposed(d, h, h, covariance, 0, h, inverse, 0, h, loadings, 0, h);
  }

  private double[] mean(int at, int length) {
    double[] mean = new double[length];
    Arrays.setAll(mean, i -> s[at + i] / total);
    return mean;
  }

  static void addSlots(StatisticsLayout.Builder layout, int k, int d, int h) {
    layout
        .add(FIRST, k, d)
        .add(SQUARES, k, d)
        .add(CROSS, k, d, h)
        .add(FACTORS, k, h)
        .add(FACTOR_SQUARES, k, h, h);
  }

  /**
   * The moments of a component.
   *
   * @param total the sum of its responsibilities, positive
   */
  static FactorMoments of(Statistics statistics, int c, double total, int d, int h) {
    return new FactorMoments(statistics, c, total, d, h);
  }

  /** The unconstrained noise variances: one, or one a column. */
  double[] noise(NoiseType type) {
    double[] variances = residuals(shift, loadings);
    return type == NoiseType.DIAGONAL
        ? variances
        : new double[] {Arrays.stream(variances).sum() / d};
  }

  /**
   * Mean squared residuals under other loadings of standardised factors, [D]: {@code E(xc - e - W
   * z')^2 = (E[xc^2] - fbar^2 - |K|^2) + (fbar - e)^2 + |W - K|^2}, K = {@link #loadings}.
   *
   * @param offsets e, [D]: means less those that statistics are about
   * @param w row-major [D, H]
   */
  double[] residuals(double[] offsets, double[] w) {
    double[] residuals = new double[d];
    for (int j = 0; j < d; j++) {
      double explained = 0;
      double off = 0;
      for (int i = 0; i < h; i++) {
        double own = loadings[j * h + i];
        double difference = w[j * h + i] - own;
        explained += own * own;
        off += difference * difference;
      }
      double shifted = shift[j] - offsets[j];
      residuals[j] =
          s[squaresAt + j] / total - shift[j] * shift[j] - explained + shifted * shifted + off;
    }
    return residuals;
  }

  /**
   * Mean squared residuals under the means that statistics are about and loadings of the factors as
   * they were gathered, [D]: {@code E[xc^2] - 2 W E[z xc] + W E[z z'] W'}.
   */
  double[] ownResiduals(double[] w) {
    double[] residuals = new double[d];
    double[] wz = new double[d * h];
    double[] squares = Arrays.copyOfRange(s, factorSquaresAt, factorSquaresAt + h * h);
    Blas.times(d, h, h, w, squares, wz);
    for (int j = 0; j < d; j++) {
      double sum = s[squaresAt + j];
      for (int i = 0; i < h; i++) {
        sum += w[j * h + i] * (wz[j * h + i] - 2 * s[crossAt + j * h + i]);
      }
      residuals[j] = sum / total;
    }
    return residuals;
  }

  /** {@code tr E[z z']}, mean. */
  double squaredFactors() {
    double trace = 0;
    for (int i = 0; i < h; i++) {
      trace += s[factorSquaresAt + i * h + i];
    }
    return trace / total;
  }
}
