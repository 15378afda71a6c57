package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.PosteriorType;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.ProductComponents;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.model.Mixture;
import io.entrosum.model.SparseCodingModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    MemoryEstimate estimate = MemoryEstimate.of(table(type, d), k, 4);
    assertThat(estimate.statistics()).isEqualTo(8.0 * mixture.layout().size());
    assertThat(estimate.parameters()).isEqualTo((double) mixture.parameters());
  }

  @Test
  void groupsAreCountedOneByOne() {
    CovarianceFloor none = CovarianceFloor.none(2);
    double[] ones = {1, 1};
    List<ProductComponents.Part> parts = new ArrayList<>();
    List<TableSpec.Group> groups = new ArrayList<>();
    for (CovarianceType type : CovarianceType.values()) {
      int first = 2 * parts.size();
      GaussianComponents own = GaussianComponents.at(type, 3, 2, new double[6], ones, none);
      int[] columns = {first, first + 1};
      parts.add(new ProductComponents.Part(own, columns, type.label()));
      groups.add(new TableSpec.Group(type.label(), List.of(first, first + 1), type));
    }
    Mixture mixture = new Mixture(new double[] {.5, .25, .25}, new ProductComponents(parts));
    TableSpec table =
        new TableSpec(
            Collections.nCopies(8, TableSpec.Column.of("gaussian")),
            groups,
            CovarianceType.FULL,
            1e-6,
            1e-6);
    MemoryEstimate estimate = MemoryEstimate.of(table, 3, 4);
    assertThat(estimate.statistics()).isEqualTo(8.0 * mixture.layout().size());
    assertThat(estimate.parameters()).isEqualTo((double) mixture.parameters());
  }

  @Test
  void groupsThatCannotFitAreRefusedAsGroups() {
    List<Integer> most = IntStream.range(0, 90_000).boxed().toList();
    TableSpec table =
        new TableSpec(
            Collections.nCopies(100_000, TableSpec.Column.of("gaussian")),
            List.of(new TableSpec.Group("most", most, CovarianceType.FULL)),
            CovarianceType.DIAGONAL,
            1e-6,
            1e-6);
    MixtureConfig model = model(CovarianceType.DIAGONAL);
    MemoryEstimate estimate = MemoryEstimate.of(table, 100, 1);
    assertThatThrownBy(() -> estimate.refuseTooLarge(model, table))
        .isInstanceOf(JobException.class)
        .message()
        .startsWith(
            "model.groups: 100 components with 2 groups over 100000 columns need at least 35.4 TiB")
        .endsWith("(use fewer components, smaller groups, diagonal covariances, or more memory)");
  }

  @Test
  void whatCannotFitIsRefusedWithNumbers() {
    MixtureConfig model = model(CovarianceType.FULL);
    MemoryEstimate estimate = MemoryEstimate.of(table(CovarianceType.FULL, 100_000), 100, 1);
    assertThatThrownBy(() -> estimate.refuseTooLarge(model, table(CovarianceType.FULL, 100_000)))
        .isInstanceOf(JobException.class)
        .message()
        .startsWith(
            "model.covariance: 100 components with full covariances over 100000 columns need at"
                + " least 43.7 TiB on the driver, which has ")
        .endsWith(" (use fewer components, diagonal covariances, or more memory)");
    MemoryEstimate.of(table(CovarianceType.DIAGONAL, 10_000), 100, 1)
        .refuseTooLarge(model(CovarianceType.DIAGONAL), table(CovarianceType.DIAGONAL, 10_000));
  }

  @Test
  void categoriesAndCountsAreCounted() {
    TableSpec table =
        TableSpec.of(
            List.of(
                TableSpec.Column.of("gaussian"),
                TableSpec.Column.of("poisson"),
                TableSpec.Column.categorical(400)));
    double without = MemoryEstimate.of(table(CovarianceType.FULL, 1), 8, 1).statistics();
    assertThat(MemoryEstimate.of(table, 8, 1).statistics())
        .isBetween(without + 8 * 8 * 400, without + 8 * 8 * 410);
  }

  @Test
  void sparseCodingIsCountedAndRefusedWithNumbers() {
    int d = 5;
    int h = 7;
    double[] dictionary = new double[d * h];
    Arrays.fill(dictionary, 1);
    double[] scales = new double[h];
    Arrays.fill(scales, 1);
    SparseCodingModel model =
        new SparseCodingModel(
            CodeParameters.normalised(d, dictionary, scales, 1), PosteriorType.FULL);
    MemoryEstimate estimate = MemoryEstimate.coding(d, h, PosteriorType.FULL, 3, 4);
    assertThat(estimate.statistics()).isEqualTo(3 * 8.0 * model.layout().size());
    assertThat(estimate.parameters()).isEqualTo((double) model.parameters());
    assertThat(estimate.driver()).isEqualTo(SparseCodingTraining.driverMemory(d, h, 4, 3).bytes());
    estimate.refuseAboveHeap("key", "less");
    assertThatThrownBy(
            () ->
                MemoryEstimate.coding(1000, 100_000, PosteriorType.DIAGONAL, 1, 1)
                    .refuseAboveHeap("model.latent-dimensions", "fewer latent dimensions"))
        .isInstanceOf(JobException.class)
        .message()
        .startsWith("model.latent-dimensions: training needs at least 1.")
        .contains(" TiB on the driver, which has ")
        .endsWith("(use fewer latent dimensions, or more memory)");
  }

  private static TableSpec table(CovarianceType type, int columns) {
    return new TableSpec(
        Collections.nCopies(columns, TableSpec.Column.of("gaussian")), type, 1e-6, 1e-6);
  }

  private static MixtureConfig model(CovarianceType type) {
    return new MixtureConfig(100, type, 1e-6, 1e-6, "gaussian", Map.of(), List.of(), null);
  }
}
