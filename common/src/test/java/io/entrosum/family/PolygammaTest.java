package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolygammaTest {
  /** By docs/reference/families.py, with 60 digits. */
  @ParameterizedTest
  @CsvSource({
    "1e-7, -10000000.577215501, 100000000000001.65, 9999984.4591198499",
    "9e-6, -111111.6883119717, 12345679013.990591, 111100.07002599107",
    "2e-5, -50000.577182766697, 2500000001.6448856, 49989.757404482287",
    "0.01, -100.56088545786867, 10001.621213528313, 95.955715271880581",
    "0.3, -3.5025242222001331, 12.245364546107731, 2.2985514178741971",
    "2.5, 0.70315664064524319, 0.49035775610023486, 0.21313409122891188",
    "9.9, 2.2411803166063814, 0.10628304162874059, 0.051354440534162842",
    "10.1, 2.2622143570941481, 0.10407283129749604, 0.050321066753065608",
    "48.9, 3.879517599202862, 0.020660422142474492, 0.010259797277964317",
    "49.1, 3.8836411703161883, 0.020575405839370171, 0.010217864484286577",
    "1e4, 9.2102903711428494, 0.00010000500016666667, 5.00008333333325e-5",
    "1e8, 18.420680738952365, 1.000000005e-8, 5.0000000083333333e-9",
  })
  void valuesOfReference(double x, double digamma, double trigamma, double logMinusDigamma) {
    assertThat(Polygamma.digamma(x)).isCloseTo(digamma, relative(2e-15, digamma));
    assertThat(Polygamma.trigamma(x)).isCloseTo(trigamma, relative(4e-12, trigamma));
    assertThat(Polygamma.logMinusDigamma(x))
        .isCloseTo(logMinusDigamma, relative(2e-15, logMinusDigamma));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-9, 9.9e-6, 1.1e-5, 1e-3, 0.1, 1, 3, 9.5, 48.5, 49.5, 1e3, 1e9})
  void recurrencesHold(double x) {
    double next = Polygamma.digamma(x) + 1 / x;
    double size = Math.max(Math.abs(next), 1 / x);
    assertThat(Polygamma.digamma(x + 1)).isCloseTo(next, within(1e-13 * size));
    assertThat(Polygamma.digammaStep(x, 1)).isCloseTo(1 / x, relative(2e-15, 1 / x));
  }

  /** By docs/reference/families.py, with 60 digits. */
  @ParameterizedTest
  @CsvSource({
    "1e6, 1, 1.0e-6",
    "1e6, 1e-2, 1.0000004950001617e-8",
    "300, 1e-3, 3.3388894876221472e-6",
    "1e-3, 1e6, 1014.3910819907745",
    "0.5, 0.25, 0.87764914623495131",
    "12.0, 1e-7, 8.6901872494408121e-9",
    "12, 7, 0.47523073331896861",
  })
  void smallStepsKeepTheirDigits(double x, double y, double step) {
    assertThat(Polygamma.digammaStep(x, y)).isCloseTo(step, relative(2e-15, step));
  }

  /** psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2, psi'(1) = pi^2 / 6, psi'(1/2) = pi^2 / 2. */
  @Test
  void closedForms() {
    double euler = 0.5772156649015329;
    assertThat(Polygamma.digamma(1)).isCloseTo(-euler, within(2e-15));
    assertThat(Polygamma.digamma(0.5)).isCloseTo(-euler - 2 * Math.log(2), within(2e-15));
    assertThat(Polygamma.trigamma(1)).isCloseTo(Math.PI * Math.PI / 6, within(1e-12));
    assertThat(Polygamma.trigamma(0.5)).isCloseTo(Math.PI * Math.PI / 2, within(1e-12));
  }

  private static Offset<Double> relative(double tolerance, double size) {
    return within(tolerance * Math.abs(size));
  }
}
