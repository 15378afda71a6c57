package io.entrosum.coding;

import io.entrosum.entropy.EntropyWeights;
import io.entrosum.linalg.Blas;
import io.entrosum.linalg.SymmetricEigen;
import java.util.Arrays;

/**
 * Gradient and curvature of the objective of sparse coding about a point, in the coordinates {@code
 * (W, ln lambda, ln s2)}.
 *
 * <p>EM crawls at low noise, because with codes held fixed a dictionary can move only as far as the
 * noise. The curvature of the bound itself, codes following, is another one: of moves within the
 * span of the dictionary, {@code W (I + E)}, it is that of independent component analysis, in 2 x 2
 * blocks
 *
 * <pre>
 *   | kappa_ij  1        |       kappa_ij = mean(k_i) E[z_j^2]
 *   | 1         kappa_ji |       of E_ij and E_ji,
 * </pre>
 *
 * <p>and of moves out of the span it is that of EM, {@code C / s2}. Its inverse is the
 * preconditioner of a quasi-Newton method: what 3,000 iterations of plain L-BFGS do takes it 60.
 * Derivation: notes on sparse coding, section on the outer steps (relative gradient: Cardoso and
 * Laheld, 1996; preconditioned ICA: Ablin, Cardoso and Gramfort, 2018).
 */
public final class CodeSlope {
  /** The least eigenvalue of a block of the curvature. */
  private static final double LEAST_CURVATURE = .5;

  /** The least share of the columns that says something of the noise. */
  private static final double LEAST_FREEDOM = .1;

  /**
   * Directions of the span whose squared length is below this share of the largest do not count.
   */
  private static final double SPAN = 1e-12;

  /** The longest step of a column of the dictionary. */
  private static final double COLUMN_STEP = .7;

  /** The longest step of the logarithms of scales and noise. */
  private static final double LOG_STEP = .5;

  private final CodeParameters at;
  private final CodeSums sums;
  private final EntropyWeights weights;
  private final double[] gradient;

  /**
   * The surroundings of a point.
   *
   * @param sums of an E-step at the point
   */
  public CodeSlope(CodeParameters at, CodeSums sums, EntropyWeights weights) {
    this.at = at;
    this.sums = sums;
    this.weights = weights;
    this.gradient = gradientOf();
  }

  private double[] gradientOf() {
    int d = at.columns();
    int h = at.latents();
    double[] ascent = DictionaryStep.ascent(sums, at);
    double[] all = new double[d * h + h + 1];
    for (int i = 0; i < d * h; i++) {
      all[i] = weights.likelihood() / at.noise() * ascent[i];
    }
    tangent(all);
    for (int i = 0; i < h; i++) {
      all[d * h + i] = weights.prior() * (scaleRatio(i) - 1);
    }
    all[d * h + h] = .5 * weights.likelihood() * d * (noiseRatio() - 1);
    return all;
  }

  private double scaleRatio(int i) {
    return sums.absolute[i] / at.scales()[i];
  }

  private double noiseRatio() {
    return sums.noise / at.noise();
  }

  /** Takes from each column of the dictionary what is along it: norms are fixed. */
  private void tangent(double[] vector) {
    int d = at.columns();
    int h = at.latents();
    double[] w = at.dictionary();
    double[] along = new double[h];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        along[i] += w[j * h + i] * vector[j * h + i];
      }
    }
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        vector[j * h + i] -= along[i] * w[j * h + i];
      }
    }
  }

  /** Derivatives, [D H + H + 1]: of the dictionary (along the sphere), log scales, log noise. */
  public double[] gradient() {
    return gradient.clone();
  }

  /**
   * An approximate inverse of the negative Hessian times a vector. Cost {@code 10 D H^2 + 18 H^3}.
   */
  public double[] precondition(double[] vector) {
    int d = at.columns();
    int h = at.latents();
    int dictionary = d * h;
    double[] result = vector.clone();
    tangent(result);
    double[] moves = dictionaryMoves(result);
    System.arraycopy(moves, 0, result, 0, dictionary);
    tangent(result);
    for (int i = 0; i < h; i++) {
      result[dictionary + i] *= logOver(scaleRatio(i)) / weights.prior();
    }
    result[dictionary + h] *= 2 * logOver(noiseRatio()) / (d * weights.likelihood() * freedom());
    return result;
  }

  /** {@code ln r / (r - 1)}: turns a step to a ratio into one of its logarithm; 1 at 1. */
  private static double logOver(double ratio) {
    double distance = ratio - 1;
    return Math.abs(distance) < 1e-6 ? 1 : Math.log(Math.max(ratio, 1e-300)) / distance;
  }

  /** The share of the columns that the codes leave to the noise: {@code 1 - tr(W'W T) / (D s2)}. */
  private double freedom() {
    double taken = sums.spread / (at.columns() * at.noise());
    return Math.max(LEAST_FREEDOM, 1 - taken);
  }

  private double[] dictionaryMoves(double[] vector) {
    int d = at.columns();
    int h = at.latents();
    double[] w = at.dictionary();
    double[] relative = new double[h * h];
    Blas.addTransposedTimes(d, h, h, w, vector, relative, 0);
    double[] inside = new double[d * h];
    Blas.times(d, h, h, w, relativeMoves(relative), inside);

    double[] outside =
        DictionaryStep.timesInverse(d, h, Arrays.copyOf(vector, d * h), sums.second());
    double scale = at.noise() / weights.likelihood();
    double[] part = inSpan(outside);
    for (int i = 0; i < inside.length; i++) {
      inside[i] += scale * (outside[i] - part[i]);
    }
    return inside;
  }

  /** Solves the 2 x 2 blocks of the curvature for a relative gradient. */
  private double[] relativeMoves(double[] relative) {
    int h = at.latents();
    double[][] energies = sums.energies();
    double one = weights.prior();
    double[] moves = new double[h * h];
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < i; j++) {
        double a = weights.posterior() * sums.curvature[i] * energies[0][j];
        double b = weights.posterior() * sums.curvature[j] * energies[0][i];
        double least = .5 * (a + b) - Math.hypot(.5 * (a - b), one);
        double lift = Math.max(0, LEAST_CURVATURE * one - least);
        a += lift;
        b += lift;
        double determinant = a * b - one * one;
        double upper = relative[i * h + j];
        double lower = relative[j * h + i];
        moves[i * h + j] = (b * upper - one * lower) / determinant;
        moves[j * h + i] = (a * lower - one * upper) / determinant;
      }
    }
    return moves;
  }

  /** The part of the columns of a [D, H] matrix that is in the span of the dictionary. */
  private double[] inSpan(double[] a) {
    int d = at.columns();
    int h = at.latents();
    double[] w = at.dictionary();
    SymmetricEigen eigen = SymmetricEigen.of(h, at.gram());
    double[] axes = new double[d * h];
    Blas.timesTransposed(d, h, h, w, 0, h, eigen.vectors(), 0, h, axes, 0, h);
    double largest = eigen.values()[h - 1];
    for (int i = 0; i < h; i++) {
      double value = eigen.values()[i];
      double scale = value > SPAN * largest ? 1 / Math.sqrt(value) : 0;
      for (int j = 0; j < d; j++) {
        axes[j * h + i] *= scale;
      }
    }
    double[] components = new double[h * h];
    Blas.addTransposedTimes(d, h, h, axes, a, components, 0);
    double[] part = new double[d * h];
    Blas.times(d, h, h, axes, components, part);
    return part;
  }

  /** Cuts a step to what may be taken at once; returns whether it was cut. */
  public boolean limit(double[] step) {
    int d = at.columns();
    int h = at.latents();
    boolean cut = false;
    double longest = 0;
    for (double norm : CodeParameters.norms(d, h, step)) {
      longest = Math.max(longest, norm);
    }
    if (longest > COLUMN_STEP) {
      cut = true;
      for (int i = 0; i < d * h; i++) {
        step[i] *= COLUMN_STEP / longest;
      }
    }
    for (int i = d * h; i < step.length; i++) {
      if (Math.abs(step[i]) > LOG_STEP) {
        cut = true;
        step[i] = Math.copySign(LOG_STEP, step[i]);
      }
    }
    return cut;
  }
}
