package io.entrosum.family;

import java.util.Arrays;
import java.util.stream.Stream;

/** A family with parameters. */
final class Distribution {
  private static final double[] CHANGES = {1e-1, 1e-2, 1e-3, 5e-7, -5e-7, -1e-3, -1e-2, -1e-1};

  private final ExponentialFamily family;
  private final double[] theta;

  Distribution(ExponentialFamily family, double... theta) {
    this.family = family;
    this.theta = theta.clone();
  }

  double[] theta() {
    return theta.clone();
  }

  @Override
  public String toString() {
    return family + " with " + Arrays.toString(theta);
  }

  double[] statistics(double x) {
    double[] t = new double[family.statistics()];
    family.statistics(x, t, 0);
    return t;
  }

  double[] meanStatistics() {
    double[] t = new double[family.statistics()];
    family.meanStatistics(theta, 0, t, 0);
    return t;
  }

  double[] natural() {
    double[] eta = new double[family.statistics()];
    family.natural(theta, 0, eta, 0);
    return eta;
  }

  double logPartition() {
    return family.logPartition(theta, 0);
  }

  double entropy() {
    return family.entropy(theta, 0);
  }

  double logDensity(double x) {
    return family.logBase(x) + objective(statistics(x));
  }

  /** What the M-step maximises: {@code eta' t - A}. */
  double objective(double[] t) {
    double sum = -logPartition();
    double[] eta = natural();
    for (int s = 0; s < t.length; s++) {
      sum += eta[s] * t[s];
    }
    return sum;
  }

  /** A bound of the rounding error of {@link #objective}. */
  double rounding(double[] t) {
    double sum = Math.abs(logPartition());
    double[] eta = natural();
    for (int s = 0; s < t.length; s++) {
      sum += Math.abs(eta[s] * t[s]);
    }
    return 1e-14 * Math.max(1, sum);
  }

  boolean valid() {
    return family.parameterProblem(theta, 0) == null;
  }

  /** The distribution with one parameter scaled, or with all of them for -1. */
  Distribution scaled(double factor, int parameter) {
    double[] other = theta.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] *= parameter < 0 || parameter == i ? factor : 1;
    }
    return new Distribution(family, other);
  }

  /** Valid distributions whose parameters are changed by up to a tenth, one by one and together. */
  Stream<Distribution> neighbours() {
    return Arrays.stream(CHANGES)
        .boxed()
        .flatMap(
            change ->
                Stream.iterate(-1, i -> i < theta.length, i -> i + 1)
                    .map(i -> scaled(1 + change, i)))
        .filter(Distribution::valid);
  }

  /** The distribution of an M-step. */
  static Fitted fit(ExponentialFamily family, double[] mean, double[] overall, double floor) {
    double[] theta = new double[family.parameters().size()];
    boolean held = family.fit(mean, 0, overall, 0, floor, theta, 0);
    return new Fitted(new Distribution(family, theta), held);
  }

  /**
   * The result of an M-step.
   *
   * @param held whether a bound holds
   */
  record Fitted(Distribution distribution, boolean held) {}
}
