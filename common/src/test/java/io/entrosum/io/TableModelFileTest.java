package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.Families;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.model.Mixture;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TableModelFileTest {
  private static final List<String> COLUMNS =
      List.of("delay", "stops", "wait", "from", "to", "way");

  private static Mixture mixed() {
    GaussianComponents gaussian =
        GaussianComponents.of(
            CovarianceType.FULL,
            2,
            2,
            new double[] {0, 0, 1.5, 1},
            new double[] {1, .5, .5, 1, .7, -.2, -.2, 1.3},
            CovarianceFloor.none(2));
    IndependentColumns counts =
        new IndependentColumns(
            2,
            List.of(Families.parse("binomial(trials=7)"), Families.parse("gamma")),
            new double[] {.2, 1.5, 1, .5, 4, 2},
            1e-6);
    CategoricalColumns categories =
        new CategoricalColumns(
            2, new int[] {3, 2}, new double[] {.6, .3, .1, .2, .3, .5, .5, .5, .9, .1}, 1e-6);
    return new Mixture(
        new double[] {.6, .4},
        new ProductComponents(
            List.of(
                new ProductComponents.Part(gaussian, new int[] {0, 5}),
                new ProductComponents.Part(counts, new int[] {1, 2}),
                new ProductComponents.Part(categories, new int[] {3, 4}))));
  }

  private static Mixture of(Components components) {
    return new Mixture(new double[] {.6, .4}, components);
  }

  private static ModelFile file(Mixture model, List<String> columns) {
    return new ModelFile(model, columns, Map.of());
  }

  private static double[] densities(Mixture model, double[][] rows) {
    double[] found = new double[rows.length];
    model.scorer().score(Block.ofRows(rows), new double[2 * rows.length], found);
    return found;
  }

  private static void assertComesBack(Mixture model, List<String> columns) {
    byte[] bytes = file(model, columns).toBytes();
    ModelFile read = ModelFile.read(bytes, "test");
    assertThat(read.columns()).isEqualTo(columns);
    assertThat(read.toBytes()).isEqualTo(bytes);
    double[][] rows = new double[50][columns.size()];
    model.sample(new SplittableRandom(1), rows);
    assertThat(densities((Mixture) read.model(), rows)).isEqualTo(densities(model, rows));
  }

  @Test
  void aMixedTableComesBack() throws Exception {
    assertComesBack(mixed(), COLUMNS);
    byte[] bytes = file(mixed(), COLUMNS).toBytes();
    TensorFile tensors =
        TensorFile.read(new java.io.ByteArrayInputStream(bytes), bytes.length, "test");
    assertThat(tensors.tensors().keySet())
        .containsExactlyInAnyOrder(
            "weights",
            "means",
            "covariances",
            "probability.stops",
            "shape.wait",
            "rate.wait",
            "probability.from",
            "probability.to");
    assertThat(tensors.tensor("probability.from").shape()).containsExactly(2, 3);
    assertThat(tensors.tensor("rate.wait").values()).containsExactly(1, 2);
    assertThat(tensors.metadata().get("entrosum.families"))
        .isEqualTo(
            "[\"gaussian\",\"binomial(trials=7)\",\"gamma\",\"categorical\",\"categorical\",\"gaussian\"]");
  }

  @Test
  void columnsOfOneFamilyAreOneTensorAParameter() throws Exception {
    Mixture gammas =
        of(
            new IndependentColumns(
                2,
                List.of(Families.parse("gamma"), Families.parse("gamma")),
                new double[] {1, 2, 3, 4, 5, 6, 7, 8},
                1e-6));
    assertComesBack(gammas, List.of("a", "b"));
    byte[] bytes = file(gammas, List.of("a", "b")).toBytes();
    TensorFile tensors =
        TensorFile.read(new java.io.ByteArrayInputStream(bytes), bytes.length, "test");
    assertThat(tensors.tensor("shape").values()).containsExactly(1, 3, 5, 7);
    assertThat(tensors.tensor("rate").values()).containsExactly(2, 4, 6, 8);
    assertThat(tensors.tensor("rate").shape()).containsExactly(2, 2);
  }

  @Test
  void otherTablesComeBack() {
    Mixture unlike =
        of(
            new IndependentColumns(
                2,
                List.of(Families.parse("poisson"), Families.parse("gamma")),
                new double[] {1, 2, 3, 4, 5, 6},
                1e-6));
    assertComesBack(unlike, List.of("a", "b"));
    assertComesBack(of(CategoricalColumns.uniform(2, new int[] {4}, 1e-6)), List.of("c"));
  }

  @Test
  void wrongParametersAreRefused() {
    TensorFile.Builder into = TensorFile.builder();
    into.metadata("entrosum.format", "1").metadata("entrosum.model", "mixture");
    into.metadata("entrosum.columns", "[\"n\"]").metadata("entrosum.family", "columns");
    into.metadata("entrosum.families", "[\"poisson\"]");
    into.tensor("weights", Tensor.of(new double[] {.5, .5}, 2));
    into.tensor("rate", Tensor.of(new double[] {3, -1}, 2, 1));
    assertThatThrownBy(() -> ModelFile.read(bytes(into), "m"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("poisson of component 1, column 0: rate must be > 0");
  }

  @Test
  void unknownFamiliesAreRefused() {
    TensorFile.Builder into = TensorFile.builder();
    into.metadata("entrosum.format", "1").metadata("entrosum.model", "mixture");
    into.metadata("entrosum.columns", "[\"n\"]").metadata("entrosum.family", "columns");
    into.metadata("entrosum.families", "[\"poison\"]");
    into.tensor("weights", Tensor.of(new double[] {1}, 1));
    assertThatThrownBy(() -> ModelFile.read(bytes(into), "m"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("but was poison");
  }

  private static byte[] bytes(TensorFile.Builder into) throws java.io.IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    into.build().write(out);
    return out.toByteArray();
  }
}
