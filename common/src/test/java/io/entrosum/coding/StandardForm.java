package io.entrosum.coding;

import io.entrosum.entropy.EntropyWeights;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.special.Erf;

/**
 * Sparse coding in its standard form, climbed by plain alternation: each step solves one equation
 * of the gradient for fixed other parameters. Slow, and shares nothing with the kernels but the
 * formula of the value ({@link PlainObjective}).
 *
 * <pre>
 *   z_h ~ Laplace(1)            all H scales are 1
 *   x   ~ N(W z, s2 I)          the columns of W have any norm
 *   q(z | x_n) = N(nu_n, T_n)
 * </pre>
 */
final class StandardForm {
  final int d;
  final int h;
  final double[][] x;
  final double[] w; // row-major [D, H]
  final double[][] means;
  final double[][] covariances; // row-major [H, H] each
  double noise;

  StandardForm(double[][] x, double[] w, double noise) {
    this.x = x;
    this.d = x[0].length;
    this.h = w.length / d;
    this.w = w.clone();
    this.noise = noise;
    this.means = new double[x.length][h];
    this.covariances = new double[x.length][];
    for (int n = 0; n < x.length; n++) {
      covariances[n] = new double[h * h];
      for (int i = 0; i < h; i++) {
        covariances[n][i * h + i] = 1;
      }
    }
  }

  PlainObjective posteriors() {
    return new PlainObjective(x, means, covariances);
  }

  /** The evidence lower bound, mean over rows. */
  double bound() {
    double[] ones = new double[h];
    Arrays.fill(ones, 1);
    return posteriors().value(w, ones, noise, EntropyWeights.ONE);
  }

  private RealMatrix dictionary() {
    RealMatrix matrix = new Array2DRowRealMatrix(d, h);
    for (int j = 0; j < d; j++) {
      matrix.setRow(j, Arrays.copyOfRange(w, j * h, (j + 1) * h));
    }
    return matrix;
  }

  private RealMatrix covariance(int n) {
    RealMatrix matrix = new Array2DRowRealMatrix(h, h);
    for (int i = 0; i < h; i++) {
      matrix.setRow(i, Arrays.copyOfRange(covariances[n], i * h, (i + 1) * h));
    }
    return matrix;
  }

  private static RealMatrix inverse(RealMatrix positive) {
    return new CholeskyDecomposition(positive, 1e-10, 0).getSolver().getInverse();
  }

  /** {@code d2 E|z_i| / d nu2}, which is {@code 2 d E|z_i| / d T_ii} too. */
  private double curvature(int n, int i) {
    double variance = covariances[n][i * h + i];
    return Math.sqrt(2 / Math.PI / variance) * Math.exp(-.5 * means[n][i] * means[n][i] / variance);
  }

  /** The derivative of a row's bound by its mean, [H]. */
  private double[] meanGradient(int n, RealMatrix dictionary) {
    double[] rest = x[n].clone();
    double[] seen = dictionary.operate(means[n]);
    Arrays.setAll(rest, j -> (rest[j] - seen[j]) / noise);
    double[] gradient = dictionary.transpose().operate(rest);
    for (int i = 0; i < h; i++) {
      gradient[i] -= Erf.erf(means[n][i] / Math.sqrt(2 * covariances[n][i * h + i]));
    }
    return gradient;
  }

  /** The precision at which the derivative of a row's bound by its covariance is 0, [H, H]. */
  private RealMatrix stationaryPrecision(int n, RealMatrix gram) {
    RealMatrix precision = gram.scalarMultiply(1 / noise);
    for (int i = 0; i < h; i++) {
      precision.addToEntry(i, i, curvature(n, i));
    }
    return precision;
  }

  /** {@code mean (x - W nu) nu' - W T}: the derivative of the bound by W, times s2. */
  private RealMatrix dictionaryGradient(RealMatrix dictionary) {
    RealMatrix sum = new Array2DRowRealMatrix(d, h);
    for (int n = 0; n < x.length; n++) {
      RealMatrix mean = new Array2DRowRealMatrix(means[n]);
      RealMatrix rest = new Array2DRowRealMatrix(x[n]).subtract(dictionary.multiply(mean));
      sum = sum.add(rest.multiply(mean.transpose()));
      sum = sum.subtract(dictionary.multiply(covariance(n)));
    }
    return sum.scalarMultiply(1.0 / x.length);
  }

  /** One round: the means, the covariances, the dictionary, the noise. */
  void step() {
    RealMatrix dictionary = dictionary();
    RealMatrix gram = dictionary.transpose().multiply(dictionary);
    for (int n = 0; n < x.length; n++) {
      RealMatrix old = inverse(covariance(n));
      // half way to the fixed point of the precision: the whole way may overshoot
      RealMatrix precision = old.add(stationaryPrecision(n, gram)).scalarMultiply(.5);
      RealMatrix covariance = inverse(precision);
      for (int i = 0; i < h; i++) {
        System.arraycopy(covariance.getRow(i), 0, covariances[n], i * h, h);
      }
      double[] newton = inverse(stationaryPrecision(n, gram)).operate(meanGradient(n, dictionary));
      for (int i = 0; i < h; i++) {
        means[n][i] += newton[i];
      }
    }
    improveDictionary(dictionary);
    noise = posteriors().noise(w);
  }

  /** Least squares for the codes as they are. */
  private void improveDictionary(RealMatrix dictionary) {
    RealMatrix second = new Array2DRowRealMatrix(h, h);
    for (int n = 0; n < x.length; n++) {
      RealMatrix mean = new Array2DRowRealMatrix(means[n]);
      second = second.add(mean.multiply(mean.transpose())).add(covariance(n));
    }
    RealMatrix inverse =
        new LUDecomposition(second.scalarMultiply(1.0 / x.length)).getSolver().getInverse();
    RealMatrix next = dictionary.add(dictionaryGradient(dictionary).multiply(inverse));
    for (int j = 0; j < d; j++) {
      System.arraycopy(next.getRow(j), 0, w, j * h, h);
    }
  }

  /**
   * The gradient of the bound: by W, [D * H]; by ln s2; then of each row, whose bound is not
   * divided by the number of rows, by nu, [H], and by T, [H * H], its off-diagonal entries apart.
   */
  double[] gradient() {
    RealMatrix dictionary = dictionary();
    RealMatrix gram = dictionary.transpose().multiply(dictionary);
    int row = h + h * h;
    double[] all = new double[d * h + 1 + x.length * row];
    double[][] byDictionary = dictionaryGradient(dictionary).getData();
    for (int k = 0; k < d * h; k++) {
      all[k] = byDictionary[k / h][k % h] / noise;
    }
    all[d * h] = .5 * d * (posteriors().noise(w) / noise - 1);
    for (int n = 0; n < x.length; n++) {
      int at = d * h + 1 + n * row;
      System.arraycopy(meanGradient(n, dictionary), 0, all, at, h);
      RealMatrix byCovariance =
          inverse(covariance(n)).subtract(stationaryPrecision(n, gram)).scalarMultiply(.5);
      for (int i = 0; i < h; i++) {
        System.arraycopy(byCovariance.getRow(i), 0, all, at + h + i * h, h);
      }
    }
    return all;
  }

  /** The same parameters, moved along a direction in the coordinates of {@link #gradient}. */
  StandardForm moved(double[] direction, double share) {
    StandardForm other = new StandardForm(x, w, noise * Math.exp(share * direction[d * h]));
    Arrays.setAll(other.w, k -> w[k] + share * direction[k]);
    for (int n = 0; n < x.length; n++) {
      int at = d * h + 1 + n * (h + h * h);
      double[] mean = means[n];
      double[] covariance = covariances[n];
      Arrays.setAll(other.means[n], i -> mean[i] + share * direction[at + i]);
      Arrays.setAll(other.covariances[n], i -> covariance[i] + share * direction[at + h + i]);
    }
    return other;
  }
}
