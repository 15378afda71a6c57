package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the densities of every exponential family promise; see {@link FamilyContract}. */
abstract class FamilyDensityContract {
  private final ExponentialFamily family;
  private final Support support;

  FamilyDensityContract(ExponentialFamily family, Support support) {
    this.family = family;
    this.support = support;
  }

  /** Several valid parameters, away from bounds. */
  protected abstract double[][] parameters();

  /** Values inside the domain, not all the same. */
  protected abstract double[] inside();

  /** Values outside the domain with what is wrong. */
  protected abstract Map<Double, String> outside();

  /** Data sets for which the likelihood has no maximum, so that a bound must hold. */
  protected abstract double[][] boundaries();

  /**
   * The parameters at the bound for the first of these data sets.
   *
   * @param overall mean statistics of all rows
   */
  protected abstract double[] atBound(double[] overall, double floor);

  /** The bound of a scale: relative to that of all rows, absolute where that is 0. */
  static double relative(double overall, double floor) {
    return overall == 0 ? floor : floor * overall;
  }

  /** Whether a bound holds also where all rows of the data are at the boundary. */
  protected boolean boundedAlone() {
    return true;
  }

  final ExponentialFamily family() {
    return family;
  }

  final Stream<Distribution> distributions() {
    return Arrays.stream(parameters()).map(theta -> new Distribution(family, theta));
  }

  private double expectation(Distribution p, DoubleUnaryOperator f) {
    return support.expectation(p::logDensity, f);
  }

  static Map<Double, String> sameProblem(String problem, double... values) {
    Map<Double, String> map = new LinkedHashMap<>();
    for (double value : values) {
      map.put(value, problem);
    }
    return map;
  }

  /** The entropy, pseudo or true, to all digits of a number printed with twelve decimals. */
  final void assertEntropy(double expected, double... theta) {
    assertThat(new Distribution(family, theta).entropy()).isCloseTo(expected, within(5.1e-13));
  }

  final void assertTrueEntropy(double expected, double... theta) {
    Distribution p = new Distribution(family, theta);
    double entropy = p.entropy() - expectation(p, family::logBase);
    assertThat(entropy).isCloseTo(expected, within(5.1e-13));
  }

  @Test
  void densitiesIntegrateToOne() {
    distributions().forEach(p -> assertClose(expectation(p, x -> 1), 1, 1e-10, p));
  }

  @Test
  void meansAreExpectations() {
    distributions()
        .forEach(
            p -> {
              double[] mean = p.meanStatistics();
              for (int s = 0; s < mean.length; s++) {
                int statistic = s;
                assertClose(expectation(p, x -> p.statistics(x)[statistic]), mean[s], 1e-10, p);
              }
              double average = family.mean(p.theta(), 0);
              if (average < Double.POSITIVE_INFINITY) {
                assertClose(expectation(p, x -> x), average, 1e-10, p);
              }
            });
  }

  @Test
  void entropyIsLogPartitionMinusNaturalTimesMeans() {
    distributions()
        .forEach(
            p -> {
              assertThat(p.entropy())
                  .isCloseTo(
                      -p.objective(p.meanStatistics()), within(p.rounding(p.meanStatistics())));
              double numeric = -expectation(p, x -> p.logDensity(x) - family.logBase(x));
              assertClose(numeric, p.entropy(), 1e-10, p);
            });
  }

  @Test
  void baseIsConstantIfTheFamilySaysSo() {
    boolean zero = Arrays.stream(support.nodes()).allMatch(x -> family.logBase(x) == 0);
    assertThat(family.constantBase()).isEqualTo(zero);
  }

  /** Along each parameter, {@code dA = deta' E[T]}, by differences of fifth order. */
  @Test
  void meanStatisticsAreTheGradientOfLogPartition() {
    distributions()
        .forEach(
            p -> {
              double[] mean = p.meanStatistics();
              for (int i = 0; i < p.theta().length; i++) {
                int parameter = i;
                double rise = 0;
                double size = 0;
                for (int s = 0; s < mean.length; s++) {
                  int at = s;
                  double term = slope(h -> p.scaled(1 + h, parameter).natural()[at]) * mean[s];
                  rise += term;
                  size += Math.abs(term);
                }
                assertThat(slope(h -> p.scaled(1 + h, parameter).logPartition()))
                    .as("%s, parameter %d", p, i)
                    .isCloseTo(rise, within(1e-8 * size + 1e4 * p.rounding(mean)));
              }
            });
  }

  /** The derivative at 0. */
  private static double slope(DoubleUnaryOperator f) {
    double h = 1e-4;
    double near = f.applyAsDouble(h) - f.applyAsDouble(-h);
    double far = f.applyAsDouble(2 * h) - f.applyAsDouble(-2 * h);
    return (8 * near - far) / (12 * h);
  }

  @Test
  void samplesHaveTheMomentsOfTheDistribution() {
    int n = 40_000;
    SplittableRandom random = new SplittableRandom(17);
    distributions()
        .forEach(
            p -> {
              double[] sum = new double[family.statistics()];
              double[] squares = new double[family.statistics()];
              double[] mean = p.meanStatistics();
              for (int i = 0; i < n; i++) {
                double x = family.sample(p.theta(), 0, random);
                assertThat(family.problem(x)).isNull();
                double[] t = p.statistics(x);
                for (int s = 0; s < t.length; s++) {
                  sum[s] += t[s] - mean[s];
                  squares[s] += (t[s] - mean[s]) * (t[s] - mean[s]);
                }
              }
              for (int s = 0; s < sum.length; s++) {
                double errors = sum[s] / Math.sqrt(squares[s]);
                assertThat(errors).as("%s, statistic %d", p, s).isBetween(-4.5, 4.5);
                assertThat(squares[s]).isPositive();
              }
            });
  }

  static void assertClose(double actual, double expected, double relative, Distribution p) {
    assertThat(actual)
        .as("%s", p)
        .isCloseTo(expected, within(relative * Math.max(1, Math.abs(expected))));
  }
}
