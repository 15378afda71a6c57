package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What every exponential family promises. A family's test says its values and adds numbers. */
abstract class FamilyContract extends FamilyDensityContract {
  FamilyContract(ExponentialFamily family, Support support) {
    super(family, support);
  }

  @Test
  void fitOfOwnMeanStatisticsGivesTheParametersBack() {
    distributions()
        .forEach(
            p -> {
              double[] mean = p.meanStatistics();
              Distribution.Fitted fitted = Distribution.fit(family(), mean, mean, 1e-9);
              assertThat(fitted.held()).isFalse();
              for (int i = 0; i < p.theta().length; i++) {
                assertClose(fitted.distribution().theta()[i] / p.theta()[i], 1, 1e-10, p);
              }
            });
  }

  @Test
  void fitMaximisesTheLogLikelihoodOfWeightedData() {
    SplittableRandom random = new SplittableRandom(5);
    distributions()
        .forEach(
            p -> {
              double[] rows =
                  random.doubles(400).map(u -> family().sample(p.theta(), 0, random)).toArray();
              double[] mean = meanStatistics(rows, random.doubles(400).toArray());
              Distribution.Fitted fitted = Distribution.fit(family(), mean, mean, 1e-9);
              assertThat(fitted.held()).isFalse();
              Distribution best = fitted.distribution();
              for (int s = 0; s < mean.length; s++) {
                assertClose(best.meanStatistics()[s], mean[s], 1e-13, best);
              }
              assertThat(best.objective(mean))
                  .isCloseTo(-best.entropy(), within(best.rounding(mean)));
              for (int i = 0; i < best.theta().length; i++) {
                assertFlat(best, mean, i);
              }
              best.neighbours()
                  .forEach(
                      other ->
                          assertThat(other.objective(mean))
                              .isLessThan(best.objective(mean) + best.rounding(mean)));
            });
  }

  /** The slope is 0, measured in units of what a step of 1e-4 loses by curvature. */
  private static void assertFlat(Distribution best, double[] mean, int i) {
    double top = best.objective(mean);
    double right = best.scaled(1 + 1e-4, i).objective(mean) - top;
    double left = best.scaled(1 - 1e-4, i).objective(mean) - top;
    assertThat(right + left).as("curvature of %s, parameter %d", best, i).isNegative();
    assertThat((right - left) / (right + left))
        .as("slope of %s, parameter %d", best, i)
        .isCloseTo(0, within(0.02));
  }

  @Test
  void boundsHoldWhereTheLikelihoodHasNoMaximum() {
    for (double[] rows : boundaries()) {
      double[] mean = meanStatistics(rows, null);
      for (double[] overall : overalls(mean)) {
        assertConstrainedMaximum(mean, overall);
      }
      assertThat(Distribution.fit(family(), mean, mean, 1e-6).held()).isEqualTo(boundedAlone());
    }
  }

  @Test
  void boundsAreWhereTheNotesSay() {
    for (double[] rows : Arrays.copyOf(boundaries(), Math.min(1, boundaries().length))) {
      double[] mean = meanStatistics(rows, null);
      for (double[] overall : overalls(mean)) {
        for (double floor : new double[] {1e-6, 1e-3}) {
          double[] theta = Distribution.fit(family(), mean, overall, floor).distribution().theta();
          double[] expected = atBound(overall, floor);
          assertThat(theta).hasSameSizeAs(expected);
          for (int i = 0; i < theta.length; i++) {
            assertThat(theta[i] / expected[i]).as("parameter %d", i).isCloseTo(1, within(1e-12));
          }
        }
      }
    }
  }

  /** Mean statistics of all rows for which a component of the given ones is at a bound. */
  private List<double[]> overalls(double[] mean) {
    double[] mixed = meanStatistics(inside(), null);
    return boundedAlone() ? List.of(mixed, mean) : List.of(mixed);
  }

  private void assertConstrainedMaximum(double[] mean, double[] overall) {
    double floor = ExponentialFamily.DEFAULT_FLOOR;
    Distribution.Fitted fitted = Distribution.fit(family(), mean, overall, floor);
    Distribution best = fitted.distribution();
    assertThat(fitted.held()).isTrue();
    assertThat(family().parameterProblem(best.theta(), 0)).isNull();
    assertThat(Arrays.stream(best.natural())).allMatch(Double::isFinite);
    int admissible = 0;
    int better = 0;
    for (Distribution other : best.neighbours().toList()) {
      double gain = other.objective(mean) - best.objective(mean);
      if (Distribution.fit(family(), other.meanStatistics(), overall, floor).held()) {
        better += gain > 0 ? 1 : 0;
      } else {
        admissible++;
        assertThat(gain).as("%s than %s", other, best).isLessThan(best.rounding(mean));
      }
    }
    assertThat(admissible).as("neighbours of %s inside the bounds", best).isPositive();
    assertThat(better).as("better neighbours of %s outside the bounds", best).isPositive();
  }

  @Test
  void valuesOutsideTheDomainAreProblems() {
    assertThat(Arrays.stream(inside())).allMatch(x -> family().problem(x) == null);
    outside().forEach((x, problem) -> assertThat(family().problem(x)).isEqualTo(problem));
    assertThat(outside()).isNotEmpty();
    for (double x : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}) {
      assertThat(family().problem(x)).as("of %s", x).isNotNull();
    }
  }

  @Test
  void parametersOutOfRangeAreProblems() {
    distributions().forEach(p -> assertThat(family().parameterProblem(p.theta(), 0)).isNull());
    for (int i = 0; i < family().parameters().size(); i++) {
      for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        double[] theta = parameters()[0].clone();
        theta[i] = wrong;
        assertThat(family().parameterProblem(theta, 0))
            .startsWith(family().parameters().get(i) + " must be");
      }
    }
  }

  @Test
  void nameIsReadBackAsAnEqualFamily() {
    ExponentialFamily again = Families.parse(family().name());
    assertThat(again).isEqualTo(family()).hasSameHashCodeAs(family()).hasSameClassAs(family());
    assertThat(again).hasToString(family().name());
  }

  @Test
  void familySurvivesSerialization() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(family());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      ExponentialFamily again = (ExponentialFamily) in.readObject();
      assertThat(again).isEqualTo(family());
      assertThat(new Distribution(again, parameters()[0]).logDensity(inside()[0]))
          .isEqualTo(new Distribution(family(), parameters()[0]).logDensity(inside()[0]));
    }
  }

  private double[] meanStatistics(double[] rows, double[] weights) {
    double[] mean = new double[family().statistics()];
    double[] t = new double[mean.length];
    double total = 0;
    for (int n = 0; n < rows.length; n++) {
      double weight = weights == null ? 1 : weights[n];
      family().statistics(rows[n], t, 0);
      total += weight;
      for (int s = 0; s < t.length; s++) {
        mean[s] += weight * (t[s] - mean[s]) / total;
      }
    }
    return mean;
  }
}
