package io.entrosum.coding;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Locale;

/**
 * The sufficient statistics of sparse coding as means per unit of weight, read from sums; and the
 * names of these.
 *
 * <p>With {@code r = x - W nu} of the dictionary W that the E-step had:
 *
 * <pre>
 *   A   = mean E|z|          [H]      scales at their optimum
 *   R   = mean r nu'         [D, H]   so that mean x nu' = R + W M
 *   M   = mean nu nu'        [H, H]
 *   V   = mean T             [H, H]
 *   S   = mean (|r|^2 + tr(W'W T)) / D, the noise at its optimum
 * </pre>
 *
 * <p>R rather than {@code mean x nu'}: at low noise the gradient of the dictionary is a small
 * difference, which R has to full precision.
 */
public final class CodeSums {
  /** {@code sum w E|z|}, [H]. */
  public static final String ABSOLUTE = "absolute";

  /** {@code sum w r nu'}, [D, H]. */
  public static final String RESIDUAL_CROSS = "residualCross";

  /** {@code sum w nu nu'}, [H, H], upper triangle. */
  public static final String OUTER = "outer";

  /** {@code sum w T}, [H, H], upper triangle. */
  public static final String COVARIANCE = "covariance";

  /** {@code sum w |r|^2}. */
  public static final String RESIDUAL = "residual";

  /** {@code sum w tr(W'W T)}. */
  public static final String SPREAD = "spread";

  /** {@code sum w ln|T|}. */
  public static final String LOG_DETERMINANT = "logDeterminant";

  /** {@code sum w k}, the curvatures of the prior term over its posterior weight, [H]. */
  public static final String CURVATURE = "curvature";

  /** The number of rows whose posterior is not finite. */
  public static final String UNEXPLAINED = "unexplained";

  /** How many trials of Newton steps were made. */
  public static final String STEPS = "steps";

  /** The number of rows that reached the limit on steps. */
  public static final String UNFINISHED = "unfinished";

  /** The number of rows whose posteriors were sought from nothing. */
  public static final String COLD = "cold";

  /** The number of rows whose state was lost, and made again by the E-steps before. */
  public static final String REPEATED = "repeated";

  /** {@code sum w Gini(|nu|)}. */
  public static final String GINI = "gini";

  final double weight;
  final double[] absolute;
  final double[] residualCross;
  final double[] outer;
  final double[] covariance;
  final double noise;
  final double spread;
  final double logDeterminant;
  final double[] curvature;

  private CodeSums(Statistics sums, double weight, int columns, int latents) {
    this.weight = weight;
    this.absolute = mean(sums, ABSOLUTE);
    this.residualCross = mean(sums, RESIDUAL_CROSS);
    this.outer = symmetric(latents, mean(sums, OUTER));
    this.covariance = symmetric(latents, mean(sums, COVARIANCE));
    this.spread = sums.get(SPREAD) / weight;
    this.noise = (sums.get(RESIDUAL) / weight + spread) / columns;
    this.logDeterminant = sums.get(LOG_DETERMINANT) / weight;
    this.curvature = mean(sums, CURVATURE);
  }

  private double[] mean(Statistics sums, String slot) {
    double[] values = sums.array(slot);
    for (int i = 0; i < values.length; i++) {
      values[i] /= weight;
    }
    return values;
  }

  private static double[] symmetric(int h, double[] upper) {
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < i; j++) {
        upper[i * h + j] = upper[j * h + i];
      }
    }
    return upper;
  }

  /** Adds the slots to a layout. */
  public static void addSlots(StatisticsLayout.Builder layout, int columns, int latents) {
    layout
        .add(ABSOLUTE, latents)
        .add(RESIDUAL_CROSS, columns, latents)
        .add(OUTER, latents, latents)
        .add(COVARIANCE, latents, latents)
        .add(RESIDUAL)
        .add(SPREAD)
        .add(LOG_DETERMINANT)
        .add(CURVATURE, latents)
        .add(UNEXPLAINED)
        .add(STEPS)
        .add(UNFINISHED)
        .add(COLD)
        .add(REPEATED)
        .add(GINI);
  }

  /**
   * Reads sums.
   *
   * @param weight of all rows
   * @throws NumericalException if there is no weight, or a row has no finite posterior
   */
  public static CodeSums of(Statistics sums, double weight, int columns, int latents) {
    double unexplained = sums.get(UNEXPLAINED);
    if (unexplained > 0) {
      throw new NumericalException(
          String.format(Locale.ROOT, "%.0f rows have no finite posterior", unexplained),
          "look for extreme values in the data, or rescale its columns");
    }
    if (!(weight > 0)) {
      throw new NumericalException(
          "no row has a weight", "check the row weights: their sum is " + weight);
    }
    return new CodeSums(sums, weight, columns, latents);
  }

  /** {@code A}: the scales at their optimum, [H]; not to be modified. */
  public double[] absolute() {
    return absolute;
  }

  /** {@code S}: the noise variance at its optimum for the dictionary of the E-step. */
  public double noise() {
    return noise;
  }

  /** {@code mean ln|T|}. */
  public double logDeterminant() {
    return logDeterminant;
  }

  /** {@code mean E[z_h^2]}: of each latent, and the part of it that is known, [2][H]. */
  public double[][] energies() {
    int h = absolute.length;
    double[][] energies = new double[2][h];
    for (int i = 0; i < h; i++) {
      energies[1][i] = outer[i * h + i];
      energies[0][i] = outer[i * h + i] + covariance[i * h + i];
    }
    return energies;
  }

  /** {@code B = mean x nu' = R + W M}, row-major [D, H]. */
  double[] cross(CodeParameters gatheredBy) {
    int h = absolute.length;
    double[] product = new double[residualCross.length];
    Blas.times(gatheredBy.columns(), h, h, gatheredBy.dictionary(), outer, product);
    for (int i = 0; i < product.length; i++) {
      product[i] += residualCross[i];
    }
    return product;
  }

  /** {@code C = mean E[z z'] = M + V}, row-major [H, H]. */
  double[] second() {
    double[] sum = outer.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += covariance[i];
    }
    return sum;
  }

  /**
   * The noise at its optimum for another dictionary U and the same posteriors: {@code D S + mean
   * |(W - U) nu|^2 + 2 tr((W - U)' R) + tr((U'U - W'W) V)}, over D.
   */
  public double noiseOf(double[] dictionary, CodeParameters gatheredBy) {
    int d = gatheredBy.columns();
    int h = absolute.length;
    double[] change = gatheredBy.dictionary().clone();
    for (int i = 0; i < change.length; i++) {
      change[i] -= dictionary[i];
    }
    double[] changeGram = gram(d, h, change, change);
    double[] mixed = gram(d, h, change, gatheredBy.dictionary());
    double sum = 0;
    for (int i = 0; i < h * h; i++) {
      // U'U - W'W = C'C - C'W - W'C with C = W - U
      sum += changeGram[i] * outer[i] + (changeGram[i] - 2 * mixed[i]) * covariance[i];
    }
    return noise + (sum + 2 * Blas.dot(change.length, change, 0, residualCross, 0)) / d;
  }

  private static double[] gram(int d, int h, double[] a, double[] b) {
    double[] gram = new double[h * h];
    Blas.addTransposedTimes(d, h, h, a, b, gram, 0);
    return gram;
  }
}
