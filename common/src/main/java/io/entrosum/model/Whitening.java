package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.family.NoiseType;
import io.entrosum.linalg.Blas;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whitening under the covariance {@code C = W W' + s2 I} of probabilistic PCA, without a D x D
 * matrix; immutable.
 *
 * <pre>
 *   ZCA:  C^-1/2 (x - mu) = (x - mu)/s + U (L^-1/2 - 1/s) U'(x - mu)     D numbers, symmetric
 *   PCA:  L_H^-1/2 U'(x - mu)                                           H numbers
 * </pre>
 *
 * <p>U [D, H] are the principal axes and {@code l_h = |W_h|^2 + s2} the variances along them. Cost:
 * {@code 4 D H} flops a row for ZCA, {@code 2 D H} for PCA. Derivation: notes on PPCA.
 */
public final class Whitening implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Loadings of no more than this, relative to the longest column, are rounding. */
  private static final double ROUNDING = 1e-12;

  /** A column of loadings that keeps no more than this beside those before it is no axis. */
  private static final double DEPENDENT = 1e-7;

  private final Mode mode;
  private final int d;
  private final int h;
  private final double[] mean;

  /** U for ZCA, {@code U L^-1/2} for PCA, row-major [D, H]. */
  private final double[] axes;

  /** {@code l_h^-1/2 - 1/s}, [H]; ZCA only. */
  private final double[] gains;

  /** {@code 1/s}. */
  private final double rest;

  /** What whitened rows are. */
  public enum Mode {
    /** As near to the rows as whitened rows can be: D numbers. */
    ZCA,
    /** Coordinates along the principal axes: H numbers. */
    PCA;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All names, joined by commas. */
    public static String labels() {
      return Arrays.stream(values()).map(Mode::label).collect(Collectors.joining(", "));
    }

    /**
     * The mode of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Mode of(String label) {
      return Arrays.stream(values())
          .filter(mode -> mode.label().equals(label))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "mode: must be one of " + labels() + " but was " + label));
    }
  }

  private Whitening(Mode mode, FactorModel principal) {
    this.mode = mode;
    this.d = principal.dimensions();
    this.h = principal.latentDimensions();
    this.mean = principal.mean();
    this.axes = principal.loadings();
    this.gains = new double[h];
    double noise = principal.noise()[0];
    this.rest = 1 / Math.sqrt(noise);
    double least = ROUNDING * Math.sqrt(product(0, 0));
    for (int i = 0; i < h; i++) {
      double scale = 1 / Math.sqrt(orthonormalise(i, least) + noise);
      gains[i] = scale - rest;
      if (mode == Mode.PCA) {
        times(i, scale);
      }
    }
  }

  /**
   * The whitening of a model.
   *
   * @throws IllegalArgumentException if its noise is not isotropic, or if the mode is PCA and there
   *     are fewer principal axes than latent dimensions
   */
  public static Whitening of(FactorModel model, Mode mode) {
    if (model.noiseType() != NoiseType.ISOTROPIC) {
      throw new IllegalArgumentException(
          "whitening: noise must be isotropic but is " + model.noiseType().label());
    }
    return new Whitening(mode, model.withRotation(FactorModel.Rotation.PRINCIPAL).canonical());
  }

  /** Makes a column of the axes a unit vector, orthogonal to those before; its squared length. */
  private double orthonormalise(int column, double least) {
    double length = Math.sqrt(product(column, column));
    for (int round = 0; round < 2; round++) { // twice is enough
      for (int other = 0; other < column; other++) {
        double share = product(other, column);
        for (int j = 0; j < d; j++) {
          axes[j * h + column] -= share * axes[j * h + other];
        }
      }
    }
    double left = Math.sqrt(product(column, column));
    if (left > Math.max(least, DEPENDENT * length)) {
      times(column, 1 / left);
      return length * length;
    }
    if (mode == Mode.PCA) {
      throw new IllegalArgumentException(
          "whitening: the model has only "
              + column
              + " principal axes for "
              + h
              + " latent dimensions; train with at most "
              + column);
    }
    times(column, 0);
    return 0;
  }

  private double product(int first, int second) {
    double sum = 0;
    for (int j = 0; j < d; j++) {
      sum += axes[j * h + first] * axes[j * h + second];
    }
    return sum;
  }

  private void times(int column, double factor) {
    for (int j = 0; j < d; j++) {
      axes[j * h + column] *= factor;
    }
  }

  /** What whitened rows are. */
  public Mode mode() {
    return mode;
  }

  /** The number of columns of a row, D. */
  public int dimensions() {
    return d;
  }

  /** The number of columns of a whitened row: D for ZCA, H for PCA. */
  public int outputDimensions() {
    return mode == Mode.ZCA ? d : h;
  }

  /**
   * Whitens the rows of a block, dense or sparse. A row with a missing value (NaN) becomes NaN.
   *
   * @return row-major, rows x {@link #outputDimensions}
   * @throws IllegalArgumentException if the block does not have D columns
   */
  public double[] apply(Block block) {
    if (block.columns() != d) {
      throw new IllegalArgumentException(
          "whitening: rows have " + block.columns() + " columns, the model has " + d);
    }
    double[] result = new double[Math.multiplyExact(block.rows(), outputDimensions())];
    int chunk = Math.min(Blas.panelRows(d), block.rows());
    double[] centred = new double[chunk * d];
    for (int first = 0; first < block.rows(); first += chunk) {
      int n = Math.min(chunk, block.rows() - first);
      centre(block, first, n, centred);
      if (mode == Mode.PCA) {
        Blas.times(n, h, d, centred, 0, axes, 0, result, first * h);
      } else {
        symmetric(n, centred, result, first * d);
      }
    }
    return result;
  }

  private void centre(Block block, int first, int n, double[] centred) {
    for (int i = 0; i < n; i++) {
      double[] values = block.isSparse() ? block.row(first + i) : block.values();
      int at = block.isSparse() ? 0 : (first + i) * d;
      for (int j = 0; j < d; j++) {
        centred[i * d + j] = values[at + j] - mean[j];
      }
    }
  }

  private void symmetric(int n, double[] centred, double[] result, int at) {
    double[] shares = new double[n * h];
    Blas.times(n, h, d, centred, axes, shares);
    for (int i = 0; i < shares.length; i++) {
      shares[i] *= gains[i % h];
    }
    Blas.timesTransposed(n, d, h, shares, 0, h, axes, 0, h, result, at, d);
    for (int i = 0; i < n * d; i++) {
      result[at + i] += rest * centred[i];
    }
  }
}
