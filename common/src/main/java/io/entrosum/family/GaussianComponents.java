package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * K Gaussian densities over D columns: what the four shapes of covariance share.
 *
 * <p>Symbols: {@code mu_c} = means [K, D]; {@code Sigma_c} = covariance of component c; {@code m} =
 * pivot [D], the plain average of the means; {@code N_c} = totals [K]; {@code r} = weighted
 * responsibilities [n, K].
 *
 * <p>Precision. Rows enter every kernel as {@code x - m}, so a common offset of the data costs
 * nothing. Second moments are gathered around {@code mu_c} of the model that made the
 * responsibilities, so the covariance of the next model, {@code S_c / N_c - delta delta'},
 * subtracts only the square of how far the mean has moved in this iteration: nothing is lost where
 * components are narrow and far apart, either.
 *
 * <p>Missing values are latent, as the component is: the E-step marginalises them, the M-step takes
 * their conditional moments, and their entropy joins that of the posteriors.
 */
public abstract class GaussianComponents implements Components {
  private static final long serialVersionUID = 1L;

  /** {@code sum_n r (x - m)}, [K, D]. */
  static final String FIRST = "first";

  /** {@code sum_n sum_c r H[missing values of row n | its others, c]}. */
  static final String MISSING_ENTROPY = "missingEntropy";

  final int k;
  final int d;
  final double[] means;
  final double[] pivot;
  final CovarianceFloor floor;

  GaussianComponents(int k, int d, double[] means, CovarianceFloor floor) {
    this.k = k;
    this.d = d;
    this.means = means;
    this.floor = floor;
    this.pivot = average(k, d, means);
  }

  private static double[] average(int k, int d, double[] means) {
    double[] pivot = Arrays.copyOf(means, d);
    double[] sum = new double[d];
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        sum[j] += (means[c * d + j] - pivot[j]) / k;
      }
    }
    for (int j = 0; j < d; j++) {
      pivot[j] += sum[j];
    }
    return pivot;
  }

  /**
   * Components from their parameters.
   *
   * @param means row-major [K, D]; kept, not copied
   * @param covariances in the shape of {@link CovarianceType#shape}; kept, not copied
   * @param floor applies from the next M-step on, not to these covariances
   * @throws IllegalArgumentException if lengths do not fit or a mean is not finite
   * @throws io.entrosum.linalg.NumericalException if a covariance is not positive definite
   */
  public static GaussianComponents of(
      CovarianceType type,
      int k,
      int d,
      double[] means,
      double[] covariances,
      CovarianceFloor floor) {
    type.check(k, d, means, covariances);
    return switch (type) {
      case FULL -> new FullGaussian(k, d, means, covariances, floor);
      case TIED -> new TiedGaussian(k, d, means, covariances, floor);
      case DIAGONAL -> new DiagonalGaussian(k, d, means, covariances, floor);
      case SPHERICAL -> new SphericalGaussian(k, d, means, covariances, floor);
    };
  }

  /**
   * Components with given means and, all of them, the same axis-aligned variances: where training
   * starts.
   *
   * @param means row-major [K, D]; kept, not copied
   * @param variances a positive variance a column; a spherical covariance takes their mean
   */
  public static GaussianComponents at(
      CovarianceType type,
      int k,
      int d,
      double[] means,
      double[] variances,
      CovarianceFloor floor) {
    double[] covariances =
        switch (type) {
          case FULL -> repeat(k, diagonalMatrix(variances));
          case TIED -> diagonalMatrix(variances);
          case DIAGONAL -> repeat(k, variances);
          case SPHERICAL ->
              repeat(k, new double[] {Arrays.stream(variances).average().orElseThrow()});
        };
    return of(type, k, d, means, covariances, floor);
  }

  static double[] diagonalMatrix(double[] diagonal) {
    int d = diagonal.length;
    double[] matrix = new double[Math.multiplyExact(d, d)];
    for (int i = 0; i < d; i++) {
      matrix[i * d + i] = diagonal[i];
    }
    return matrix;
  }

  private static double[] repeat(int times, double[] part) {
    double[] whole = new double[Math.multiplyExact(times, part.length)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, whole, i * part.length, part.length);
    }
    return whole;
  }

  /** The shape of the covariances. */
  public abstract CovarianceType covarianceType();

  /** The covariances in the shape of {@link CovarianceType#shape}, a copy. */
  public abstract double[] covariances();

  /** {@code ln |Sigma_c|}. */
  abstract double logDeterminant(int c);

  /**
   * {@code tr(Sigma_c^-1 S)} summed over components, {@code S} the scatter matrices around {@code
   * these} means.
   */
  abstract double mahalanobis(
      Statistics statistics, double[] totals, GaussianComponents gatheredBy);

  /** The same components with another floor. */
  public final GaussianComponents withFloor(CovarianceFloor other) {
    return of(covarianceType(), k, d, means, covariances(), other);
  }

  /** The means, row-major [K, D], a copy. */
  public final double[] means() {
    return means.clone();
  }

  /** The covariance of a component as a matrix, row-major [D, D], a copy. */
  public abstract double[] covariance(int c);

  @Override
  public final String family() {
    return "gaussian";
  }

  @Override
  public final int count() {
    return k;
  }

  @Override
  public final int dimensions() {
    return d;
  }

  @Override
  public final long parameters() {
    return (long) k * d + covarianceType().parameters(k, d);
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    layout.add(FIRST, k, d).add(MISSING_ENTROPY);
  }

  @Override
  public final boolean marginalises() {
    return true;
  }

  @Override
  public final double latentEntropy(Statistics statistics) {
    return statistics.get(MISSING_ENTROPY);
  }

  @Override
  public final double expectedLogDensity(
      Statistics statistics, double[] totals, Components gatheredBy) {
    double sum = 0;
    for (int c = 0; c < k; c++) {
      sum += totals[c] * (d * Entropies.LOG_TWO_PI + logDeterminant(c));
    }
    return -0.5 * (sum + mahalanobis(statistics, totals, (GaussianComponents) gatheredBy));
  }

  @Override
  public final double expectedEntropy(Statistics statistics, double[] totals) {
    double sum = 0;
    for (int c = 0; c < k; c++) {
      sum += totals[c] * Entropies.gaussian(d, logDeterminant(c));
    }
    return sum;
  }

  @Override
  public final int compare(int first, int second) {
    return Arrays.compare(means, first * d, (first + 1) * d, means, second * d, (second + 1) * d);
  }

  final double[] selectRows(double[] rows, int width, int[] indices) {
    double[] selected = new double[indices.length * width];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(rows, indices[i] * width, selected, i * width, width);
    }
    return selected;
  }

  /** The means of the next model: {@code m + first / N_c}. */
  final double[] nextMeans(Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int first = statistics.offset(FIRST);
    double[] next = new double[k * d];
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        next[c * d + j] =
            totals[c] > 0 ? pivot[j] + s[first + c * d + j] / totals[c] : means[c * d + j];
      }
    }
    return next;
  }

  /** How far the weighted mean of a component's rows is from its present mean, [D]. */
  final double[] shift(int c, Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int first = statistics.offset(FIRST) + c * d;
    double[] shift = new double[d];
    for (int j = 0; j < d; j++) {
      shift[j] = s[first + j] / totals[c] - (means[c * d + j] - pivot[j]);
    }
    return shift;
  }

  final double[] difference(int c, GaussianComponents other) {
    double[] difference = new double[d];
    for (int j = 0; j < d; j++) {
      difference[j] = means[c * d + j] - other.means[c * d + j];
    }
    return difference;
  }

  /** {@code mu_c - m}, row-major [K, D]. */
  final double[] centredMeans() {
    double[] centred = new double[k * d];
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        centred[c * d + j] = means[c * d + j] - pivot[j];
      }
    }
    return centred;
  }

  static void floorEvent(List<ModelEvent> events, int component, int raised, String of) {
    if (raised > 0) {
      events.add(
          new ModelEvent(
              ModelEvent.Kind.COVARIANCE_FLOOR,
              component,
              raised,
              String.format(
                  Locale.ROOT,
                  "%d %s of %s at the covariance floor",
                  raised,
                  raised == 1 ? "direction" : "directions",
                  of)));
    }
  }

  /** Draws {@code mu_c + L g}, {@code L} a Cholesky factor of the covariance. */
  final void sampleFactor(double[] factor, int c, RandomGenerator random, double[] row) {
    double[] g = new double[d];
    for (int j = 0; j < d; j++) {
      g[j] = random.nextGaussian();
    }
    for (int j = 0; j < d; j++) {
      row[j] = means[c * d + j] + Blas.dot(j + 1, factor, j * d, g, 0);
    }
  }

  /** Rows a chunk such that an array of {@code width} numbers a row takes about one MiB. */
  static int chunkFor(int width) {
    return Math.max(16, Math.min(1024, (1 << 17) / Math.max(1, width)));
  }
}
