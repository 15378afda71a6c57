package io.entrosum.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.numbers.gamma.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one special function of sparse coding. */
class FoldedNormalTest {
  @Test
  void knownValues() {
    assertThat(FoldedNormal.mean(0, 1)).isEqualTo(0.7978845608028654, within(1e-15));
    assertThat(FoldedNormal.mean(.7, .5)).isEqualTo(0.7366681427, within(1e-10));
    assertThat(FoldedNormal.mean(5, .1)).isEqualTo(5, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"0.3,1", "2,0.7", "-1.5,2", "4,0.9", "1e-9,1e-9"})
  void isTheMeanOfTheAbsoluteValue(double nu, double s) {
    double expected = PlainObjective.meanAbsolute(nu, s);
    assertThat(FoldedNormal.mean(nu, s)).isEqualTo(expected, within(1e-9 * expected));
    assertThat(FoldedNormal.mean(-nu, s)).isEqualTo(FoldedNormal.mean(nu, s), within(0.0));
  }

  @ParameterizedTest
  @CsvSource({"0.3,1", "2,0.7", "-1.5,2", "4,0.9"})
  void derivatives(double nu, double s) {
    double e = 1e-5;
    double a = nu / s;
    double byMean = (FoldedNormal.mean(nu + e, s) - FoldedNormal.mean(nu - e, s)) / (2 * e);
    double byDeviation = (FoldedNormal.mean(nu, s + e) - FoldedNormal.mean(nu, s - e)) / (2 * e);
    assertThat(FoldedNormal.sign(a)).isEqualTo(byMean, within(1e-9));
    assertThat(FoldedNormal.twiceDensity(a)).isEqualTo(byDeviation, within(1e-9));
    double curve = (FoldedNormal.sign((nu + e) / s) - FoldedNormal.sign((nu - e) / s)) / (2 * e);
    assertThat(FoldedNormal.twiceDensity(a) / s).isEqualTo(curve, within(1e-9));
  }

  @Test
  void farFromZeroNothingIsLeftOfTheCurvature() {
    assertThat(FoldedNormal.mean(1e200, 1)).isEqualTo(1e200);
    assertThat(FoldedNormal.mean(-3, 1e-300)).isEqualTo(3);
    assertThat(FoldedNormal.twiceDensity(50)).isZero();
  }

  /** The table against an error function and an exponential, between nodes and at them. */
  @Test
  void theTableIsRightToTheLastDigits() {
    for (int i = -40_000; i <= 40_000; i++) {
      double a = i / 4001.0;
      double erf = Erf.value(a * Math.sqrt(.5));
      double density = Math.sqrt(2 / Math.PI) * Math.exp(-.5 * a * a);
      assertThat(FoldedNormal.sign(a)).isEqualTo(erf, within(3e-16));
      assertThat(FoldedNormal.twiceDensity(a)).isEqualTo(density, within(3e-16));
      // relative, far out, where little is left
      assertThat(FoldedNormal.twiceDensity(a) / density).isEqualTo(1, within(1e-11));
    }
    assertThat(FoldedNormal.sign(Double.NaN)).isNaN();
    assertThat(FoldedNormal.twiceDensity(Double.NaN)).isNaN();
    assertThat(FoldedNormal.sign(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
  }
}
