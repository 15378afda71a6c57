package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryEstimateTest {
  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void statisticsAndParametersAreThoseOfTheModel(CovarianceType type) {
    int k = 3;
    int d = 5;
    double[] ones = new double[d];
    Arrays.fill(ones, 1);
    Mixture mixture =
        new Mixture(
            new double[] {.5, .25, .25},
            GaussianComponents.at(type, k, d, new double[k * d], ones, CovarianceFloor.none(d)));
    MemoryEstimate estimate = MemoryEstimate.of(type, k, d, 4);
    assertThat(estimate.statistics()).isEqualTo(8.0 * mixture.layout().size());
    assertThat(estimate.parameters()).isEqualTo((double) mixture.parameters());
  }

  @Test
  void whatCannotFitIsRefusedWithNumbers() {
    ModelConfig model = new ModelConfig(100, CovarianceType.FULL, 1e-6);
    MemoryEstimate estimate = MemoryEstimate.of(CovarianceType.FULL, 100, 100_000, 1);
    assertThatThrownBy(() -> estimate.refuseTooLarge(model, 100_000))
        .isInstanceOf(JobException.class)
        .message()
        .startsWith(
            "model.covariance: 100 components with full covariances over 100000 columns need at"
                + " least 43.7 TiB on the driver, which has ")
        .endsWith(" (use fewer components, diagonal covariances, or more memory)");
    MemoryEstimate.of(CovarianceType.DIAGONAL, 100, 10_000, 1)
        .refuseTooLarge(new ModelConfig(100, CovarianceType.DIAGONAL, 1e-6), 10_000);
  }
}
