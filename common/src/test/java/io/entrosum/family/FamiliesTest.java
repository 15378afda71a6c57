package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {
  @Test
  void examplesAreReadBack() {
    assertThat(Families.examples())
        .doesNotHaveDuplicates()
        .allSatisfy(text -> assertThat(Families.parse(text).name()).isEqualTo(text));
  }

  @Test
  void namesAreListedOnce() {
    assertThat(Families.names()).doesNotHaveDuplicates().contains("poisson", "gamma", "gaussian");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' poisson '               | poisson",
        "binomial( trials = 16.0 ) | binomial(trials=16)",
        "laplace(location=-0)      | laplace(location=0)",
        "laplace(location=-1.5)    | laplace(location=-1.5)",
        "gamma(shape=1e-7)         | gamma(shape=1.0E-7)",
        "gamma(shape=1.0E-7)       | gamma(shape=1.0E-7)",
        "gamma(shape=1e300)        | gamma(shape=1.0E300)",
        "gamma(shape=0.1)          | gamma(shape=0.1)",
        "gaussian(variance=1e3)    | gaussian(variance=1000)",
      })
  void namesAreNormalised(String text, String name) {
    assertThat(Families.parse(text).name()).isEqualTo(name);
  }

  @Test
  void constantsTellFamiliesApart() {
    assertThat(Families.parse("gamma(shape=2)")).isNotEqualTo(Families.parse("gamma(shape=3)"));
    assertThat(Families.parse("gamma(shape=2)")).isNotEqualTo(Families.parse("gamma"));
  }

  @Test
  void localeDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Families.parse("gamma(shape=2.5)").name()).isEqualTo("gamma(shape=2.5)");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binomial             | binomial: needs trials, e.g. binomial(trials=16)",
        "binomial(n=16)       | binomial: has no constant n; write binomial(trials=16)",
        "poisson(rate=3)      | poisson: has no constant rate; write poisson",
        "gamma(rate=3)        | gamma: has no constant rate; write gamma or gamma(shape=2.5)",
        "binomial(trials=2.5) | binomial: trials must be a whole number from 1 to 2147483647 but was 2.5",
        "binomial(trials=0)   | binomial: trials must be a whole number from 1 to 2147483647 but was 0",
        "gamma(shape=-1)      | gamma: shape must be > 0 and finite but was -1",
        "gamma(shape=0)       | gamma: shape must be > 0 and finite but was 0",
        "gamma(shape=1e999)   | gamma: shape must be > 0 and finite but was Infinity",
        "laplace(location=-1e999) | laplace: location must be finite but was -Infinity",
        "gamma(shape=NaN)     | gamma: shape must be a number but was NaN",
        "gamma(shape=2d)      | gamma: shape must be a number but was 2d",
        "gamma(shape=)        | family: must look like poisson or binomial(trials=16) but was gamma(shape=)",
        "gamma(2.5)           | family: must look like poisson or binomial(trials=16) but was gamma(2.5)",
        "binomial(trials=16   | family: must look like poisson or binomial(trials=16) but was binomial(trials=16",
      })
  void mistakesAreNamed(String text, String message) {
    assertThatThrownBy(() -> Families.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void unknownNamesAreAnsweredWithAllNames() {
    assertThatThrownBy(() -> Families.parse("cauchy"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "family: must be one of " + String.join(", ", Families.names()) + " but was cauchy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "poisson             | -1       | rate must be > 0 and finite",
        "poisson             | 0        | rate must be > 0 and finite",
        "poisson             | Infinity | rate must be > 0 and finite",
        "bernoulli           | 0        | probability must be > 0 and < 1",
        "bernoulli           | 1        | probability must be > 0 and < 1",
        "gaussian(variance=1)| Infinity | mean must be finite",
        "laplace(location=0) | 4.9E-324 | scale must not be so extreme",
      })
  void parameterProblemsAreNamed(String text, double parameter, String problem) {
    double[] theta = {99, parameter};
    assertThat(Families.parse(text).parameterProblem(theta, 1)).isEqualTo(problem);
  }
}
