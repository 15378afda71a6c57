package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entrosum.family.Components;
import io.entrosum.model.Mixture;
import io.entrosum.spark.InvalidPolicy;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MissingValuesTest {
  @Test
  void onlyWhereTheModelCanMarginalise() {
    for (InvalidPolicy policy : InvalidPolicy.values()) {
      InputConfig input =
          new InputConfig("a", null, null, "csv", Map.of(), List.of("*"), List.of(), "", policy, 0);
      assertThatCode(() -> MissingValues.check(input, model(true))).doesNotThrowAnyException();
      if (policy == InvalidPolicy.MISSING) {
        assertThatExceptionOfType(JobException.class)
            .isThrownBy(() -> MissingValues.check(input, model(false)))
            .withMessage(
                "input.invalid: missing is not supported by this model (set it to fail or skip)")
            .satisfies(e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE));
      } else {
        assertThatCode(() -> MissingValues.check(input, model(false))).doesNotThrowAnyException();
      }
    }
  }

  private static SavedModel model(boolean marginalise) {
    return new SavedMixture(
        new Mixture(new double[] {1}, components(marginalise)), List.of("a"), Map.of());
  }

  /** Components that answer nothing but whether they marginalise. */
  private static Components components(boolean marginalise) {
    return (Components)
        Proxy.newProxyInstance(
            Components.class.getClassLoader(),
            new Class<?>[] {Components.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isIn("marginalises", "count");
              return method.getName().equals("count") ? 1 : marginalise;
            });
  }
}
