package io.entrosum.family;

import java.io.Serializable;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The distributions of one column as an exponential family with P parameters theta and S sufficient
 * statistics T:
 *
 * <pre>
 *   p(x | theta) = h(x) exp(eta(theta)' T(x) - A(theta))
 * </pre>
 *
 * <p>What a family knows of itself, and nothing of mixtures: the E-step of all columns is one
 * product of statistics with natural parameters, the M-step matches {@code E[T]} with the weighted
 * mean of T. Implementations are immutable; known constants (the trials of a binomial, say) belong
 * to the instance.
 *
 * <p>Parameters of a component stand side by side in an array, from {@code at} on.
 */
public interface ExponentialFamily extends Serializable {
  /** The default of the floor. */
  double DEFAULT_FLOOR = 1e-6;

  /** The name with the known constants, e.g. {@code binomial(trials=16)}; see {@link Families}. */
  String name();

  /** The names of the P parameters, in their order, as in model files, e.g. {@code rate}. */
  List<String> parameters();

  /** The number S of sufficient statistics. */
  int statistics();

  /** What is wrong with a value outside the domain, e.g. "must be >= 0"; null inside it. */
  @Nullable String problem(double x);

  /** What is wrong with parameters, e.g. "rate must be > 0"; null where they are valid. */
  @Nullable String parameterProblem(double[] theta, int at);

  /**
   * T(x).
   *
   * @param x in the domain
   * @param t Modified. S numbers from {@code to} on.
   */
  void statistics(double x, double[] t, int to);

  /** {@code ln h(x)}, nats; 0 where the base measure is constant. */
  double logBase(double x);

  /** Whether {@link #logBase} is 0 for every x: then {@link #entropy} is the true entropy. */
  boolean constantBase();

  /**
   * eta(theta).
   *
   * @param eta Modified. S numbers from {@code to} on; all finite.
   */
  void natural(double[] theta, int at, double[] eta, int to);

  /** A(theta), nats; finite. */
  double logPartition(double[] theta, int at);

  /** The pseudo-entropy {@code A - eta' E[T]}, nats. */
  double entropy(double[] theta, int at);

  /**
   * {@code E[T]} under theta.
   *
   * @param t Modified. S numbers from {@code to} on.
   */
  void meanStatistics(double[] theta, int at, double[] t, int to);

  /**
   * The M-step: the parameters that maximise {@code eta' mean - A}, within the bounds that keep
   * every natural parameter finite.
   *
   * <p>At a boundary of the domain (a component without a single success, say) the maximiser does
   * not exist. Parameters are then held at a bound that depends on {@code floor} and on the
   * statistics of all rows; within the bounds the result is still the exact maximiser, so the bound
   * of a mixture never falls. The rule of each family is in its Javadoc.
   *
   * @param mean weighted means of T over the rows of a component, S numbers from {@code meanAt} on
   * @param overall weighted means of T over all rows, S numbers from {@code overallAt} on
   * @param floor a small positive number below 1/2; the default of the project is {@link
   *     #DEFAULT_FLOOR}
   * @param theta Modified. P numbers from {@code to} on.
   * @return whether a bound holds
   */
  boolean fit(
      double[] mean,
      int meanAt,
      double[] overall,
      int overallAt,
      double floor,
      double[] theta,
      int to);

  /** E[x], for filling in missing values; may be infinite where it does not exist. */
  double mean(double[] theta, int at);

  /** Draws a value. */
  double sample(double[] theta, int at, RandomGenerator random);
}
