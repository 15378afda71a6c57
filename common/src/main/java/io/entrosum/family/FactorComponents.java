package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;

/**
 * K linear Gaussian densities over D columns, with H factors each: {@code N(mu_c, W_c W_c' +
 * Psi_c)}, {@code Psi} diagonal (factor analysis) or a multiple of the identity (probabilistic
 * PCA).
 *
 * <pre>
 *   z ~ N(0, I)                 H factors
 *   x ~ N(W_c z + mu_c, Psi_c)  the row, given its factors
 * </pre>
 *
 * <p>Symbols: {@code mu} = means [K, D]; {@code W} = loadings [K, D, H]; {@code psi} = noise
 * variances [K] or [K, D]; {@code xc = x - mu_c}. Derivations: notes on factor analysis.
 *
 * <p>Factors are latent, as are missing values: the E-step integrates over both. The M-step expands
 * the prior of the factors to {@code N(nu, A)} (parameter expansion), which makes it fast, and the
 * bound an entropy sum; {@link #expectedLogDensity} and {@link #latentPriorEntropy} of components
 * other than those that gathered the statistics refer to that prior.
 *
 * <p>Cost of a pass: at most 6 N K D H flops, statistics of K (D H + H^2 + 2 D) numbers.
 */
public final class FactorComponents implements Components {
  private static final long serialVersionUID = 1L;

  /** The name of the family. */
  public static final String FAMILY = "factor-analysis";

  /** {@code sum r H[z, x_m | x_o, c]}. */
  static final String LATENT_ENTROPY = "latentEntropy";

  final int k;
  final int d;
  final int h;
  final double[] means;
  final double[] loadings;
  final double[] noise;
  private final NoiseType noiseType;
  private final CovarianceFloor floor;

  /**
   * Components from their parameters, kept, not copied.
   *
   * @param h the number H of factors, 1 to D - 1
   * @param means row-major [K, D]
   * @param loadings row-major [K, D, H]
   * @param noise positive variances, [K] if isotropic, else row-major [K, D]
   * @param floor of the noise variances, from the next M-step on
   * @throws IllegalArgumentException if lengths do not fit, H is out of range, a number is not
   *     finite or a variance is not positive
   */
  public FactorComponents(
      int k,
      int d,
      int h,
      double[] means,
      double[] loadings,
      NoiseType noiseType,
      double[] noise,
      CovarianceFloor floor) {
    this.k = k;
    this.d = d;
    this.h = h;
    this.means = means;
    this.loadings = loadings;
    this.noise = noise;
    this.noiseType = noiseType;
    this.floor = floor;
    if (h < 1 || h >= d) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be >= 1 and < " + d + ", the number of columns, but was " + h);
    }
    checkLength("means", means, (long) k * d);
    checkLength("loadings", loadings, (long) k * d * h);
    checkLength("noise variances", noise, (long) k * noiseType.size(d));
    for (double variance : noise) {
      if (!(variance > 0)) {
        throw new IllegalArgumentException(
            "factor analysis: noise variances must be > 0 but one is " + variance);
      }
    }
  }

  private static void checkLength(String what, double[] values, long expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          "factor analysis: " + values.length + " " + what + " where there must be " + expected);
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "factor analysis: " + what + " must be finite but one is " + value);
      }
    }
  }

  /** The number H of factors. */
  public int latentDimensions() {
    return h;
  }

  /** The shape of the noise. */
  public NoiseType noiseType() {
    return noiseType;
  }

  /** The means, row-major [K, D], a copy. */
  public double[] means() {
    return means.clone();
  }

  /** The loadings, row-major [K, D, H], a copy. */
  public double[] loadings() {
    return loadings.clone();
  }

  /** The noise variances, [K] or row-major [K, D], a copy. */
  public double[] noise() {
    return noise.clone();
  }

  /** The noise variance of a column in a component. */
  double noise(int c, int column) {
    return noiseType == NoiseType.ISOTROPIC ? noise[c] : noise[c * d + column];
  }

  /** The noise variances of a component, one a column, a copy. */
  double[] noiseOf(int c) {
    double[] all = new double[d];
    Arrays.setAll(all, j -> noise(c, j));
    return all;
  }

  /** The variance of a column in a component: {@code |W_d|^2 + psi_d}. */
  public double variance(int c, int column) {
    int at = (c * d + column) * h;
    return Blas.dot(h, loadings, at, loadings, at) + noise(c, column);
  }

  /** {@code W_c}, row-major [D, H], a copy. */
  double[] loadingsOf(int c) {
    return Arrays.copyOfRange(loadings, c * d * h, (c + 1) * d * h);
  }

  /** The same with another floor. */
  public FactorComponents withFloor(CovarianceFloor other) {
    return new FactorComponents(k, d, h, means, loadings, noiseType, noise, other);
  }

  /** The same densities with other loadings, {@code W_c R_c}. */
  public FactorComponents withLoadings(double[] rotated) {
    return new FactorComponents(k, d, h, means, rotated, noiseType, noise, floor);
  }

  /** The covariance of a component as a matrix, row-major [D, D]; for small D. */
  public double[] covariance(int c) {
    double[] w = loadingsOf(c);
    double[] covariance = new double[Math.multiplyExact(d, d)];
    Blas.timesTransposed(d, d, h, w, 0, h, w, 0, h, covariance, 0, d);
    for (int j = 0; j < d; j++) {
      covariance[j * d + j] += noise(c, j);
    }
    return covariance;
  }

  @Override
  public String family() {
    return FAMILY;
  }

  @Override
  public int count() {
    return k;
  }

  @Override
  public int dimensions() {
    return d;
  }

  @Override
  public long parameters() {
    return k * (d + (long) d * h - (long) h * (h - 1) / 2 + noiseType.size(d));
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    FactorMoments.addSlots(layout, k, d, h);
    layout.add(LATENT_ENTROPY);
  }

  @Override
  public FactorKernel kernel() {
    return new FactorKernel(this);
  }

  @Override
  public boolean marginalises() {
    return true;
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    return new FactorMStep(this, floor).fit(statistics, totals);
  }

  @Override
  public double expectedLogDensity(Statistics statistics, double[] totals, Components gatheredBy) {
    return new FactorBound(this, (FactorComponents) gatheredBy)
        .expectedLogDensity(statistics, totals);
  }

  @Override
  public double expectedEntropy(Statistics statistics, double[] totals) {
    double sum = 0;
    for (int c = 0; c < k; c++) {
      double logDeterminant = 0;
      for (int j = 0; j < d; j++) {
        logDeterminant += Math.log(noise(c, j));
      }
      sum += totals[c] * Entropies.gaussian(d, logDeterminant);
    }
    return sum;
  }

  @Override
  public double latentPriorEntropy(Statistics statistics, double[] totals, Components gatheredBy) {
    return new FactorBound(this, (FactorComponents) gatheredBy)
        .latentPriorEntropy(statistics, totals);
  }

  /**
   * Adds the statistics of an E-step over complete rows under the only component, from their second
   * moments alone; {@code 2 D^2 H} flops.
   *
   * @param into Modified.
   * @return the log-likelihood of the rows, nats
   */
  public double addStatistics(SecondMoments moments, Statistics into) {
    return new FactorMomentStep(this, moments).addTo(into);
  }

  @Override
  public double latentEntropy(Statistics statistics) {
    return statistics.get(LATENT_ENTROPY);
  }

  @Override
  public FactorComponents canonical() {
    double[] rotated = loadings.clone();
    for (int c = 0; c < k; c++) {
      double[] own = FactorRotation.principal(d, h, loadingsOf(c), noiseOf(c));
      System.arraycopy(own, 0, rotated, c * d * h, d * h);
    }
    return withLoadings(rotated);
  }

  @Override
  public FactorComponents select(int[] indices) {
    return new FactorComponents(
        indices.length,
        d,
        h,
        rows(means, d, indices),
        rows(loadings, d * h, indices),
        noiseType,
        rows(noise, noiseType.size(d), indices),
        floor);
  }

  private static double[] rows(double[] rows, int width, int[] indices) {
    double[] selected = new double[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows, indices[i] * width, selected, i * width, width);
    }
    return selected;
  }

  @Override
  public int compare(int first, int second) {
    return Arrays.compare(means, first * d, (first + 1) * d, means, second * d, (second + 1) * d);
  }

  /** Draws factors, then noise: {@code mu + W z + sqrt(psi) e}. */
  @Override
  public Sampler sampler() {
    return (c, random, row) -> {
      double[] z = new double[h];
      Arrays.setAll(z, i -> random.nextGaussian());
      for (int j = 0; j < d; j++) {
        row[j] =
            means[c * d + j]
                + Blas.dot(h, loadings, (c * d + j) * h, z, 0)
                + Math.sqrt(noise(c, j)) * random.nextGaussian();
      }
    };
  }

  @Override
  public long bytes() {
    return 8L * (means.length + loadings.length + noise.length);
  }
}
