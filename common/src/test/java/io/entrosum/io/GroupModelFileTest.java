package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.Families;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.model.Mixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupModelFileTest {
  private static final List<String> COLUMNS = List.of("delay", "stops", "length", "mass", "depth");
  private static final String SIZE = "\"size\":{\"columns\":[\"depth\",\"length\"],";
  private static final String BODY =
      "\"body\":{\"columns\":[\"mass\"],\"covariance\":\"diagonal\"}";
  private static final String GROUPS = "{" + SIZE + "\"covariance\":\"full\"}," + BODY + "}";

  private static GaussianComponents gaussian(CovarianceType type, double[] means, double... all) {
    int d = means.length / 2;
    return GaussianComponents.of(type, 2, d, means, all, CovarianceFloor.none(d));
  }

  /** Equal weights and equal means of the first group: the second one decides the order. */
  private static Mixture model() {
    GaussianComponents delay = gaussian(CovarianceType.TIED, new double[] {3, 3}, 2);
    GaussianComponents size =
        gaussian(CovarianceType.FULL, new double[] {1.5, 1, 0, 0}, .7, -.2, -.2, 1.3, 1, .5, .5, 1);
    GaussianComponents body = gaussian(CovarianceType.DIAGONAL, new double[] {4, 5}, .5, 2);
    IndependentColumns counts =
        new IndependentColumns(2, List.of(Families.parse("poisson")), new double[] {2, 7}, 1e-6);
    return new Mixture(
        new double[] {.5, .5},
        new ProductComponents(
            List.of(
                new ProductComponents.Part(delay, new int[] {0}),
                new ProductComponents.Part(size, new int[] {4, 2}, "size"),
                new ProductComponents.Part(body, new int[] {3}, "body"),
                new ProductComponents.Part(counts, new int[] {1}))));
  }

  private static byte[] bytes(Mixture model) {
    return new ModelFile(model, COLUMNS, Map.of()).toBytes();
  }

  private static TensorFile tensors(byte[] bytes) throws IOException {
    return TensorFile.read(new ByteArrayInputStream(bytes), bytes.length, "test");
  }

  private static double[] densities(Mixture model, double[][] rows) {
    double[] found = new double[rows.length];
    model.scorer().score(Block.ofRows(rows), new double[2 * rows.length], found);
    return found;
  }

  @Test
  void groupsComeBack() throws IOException {
    byte[] bytes = bytes(model());
    ModelFile read = ModelFile.read(bytes, "test");
    assertThat(read.toBytes()).isEqualTo(bytes);
    double[][] rows = new double[50][COLUMNS.size()];
    model().sample(new SplittableRandom(1), rows);
    assertThat(densities((Mixture) read.model(), rows)).isEqualTo(densities(model(), rows));
    List<ProductComponents.Part> parts =
        ((ProductComponents) ((Mixture) read.model()).components()).parts();
    assertThat(parts)
        .extracting(ProductComponents.Part::name)
        .containsExactly("", "size", "body", "");
    assertThat(parts.get(1).columns()).containsExactly(4, 2);
    TensorFile tensors = tensors(bytes);
    assertThat(tensors.tensors().keySet())
        .containsExactly(
            "weights",
            "means",
            "covariances",
            "means.size",
            "covariances.size",
            "means.body",
            "covariances.body",
            "rate.stops");
    assertThat(tensors.tensor("covariances.size").shape()).containsExactly(2, 2, 2);
    assertThat(tensors.metadata())
        .containsEntry("entrosum.groups", GROUPS)
        .containsEntry("entrosum.covariance", "tied");
  }

  @Test
  void theCanonicalOrderIsTheSameBeforeAndAfter() {
    Mixture canonical = model().canonical();
    // The columns without a group are equal; the depth decides.
    ProductComponents ordered = (ProductComponents) canonical.components();
    assertThat(((GaussianComponents) ordered.parts().get(1).components()).means())
        .containsExactly(0, 0, 1.5, 1);
    Mixture read = (Mixture) ModelFile.read(bytes(model()), "test").model();
    assertThat(bytes(read.canonical())).isEqualTo(bytes(canonical));
    assertThat(bytes(((Mixture) ModelFile.read(bytes(canonical), "test").model()).canonical()))
        .isEqualTo(bytes(canonical));
  }

  @Test
  void aSingleGroupKeepsItsName() throws IOException {
    GaussianComponents size = gaussian(CovarianceType.SPHERICAL, new double[] {1, 2, 3, 4}, 1, 2);
    Mixture model =
        new Mixture(
            new double[] {.5, .5},
            new ProductComponents(
                List.of(new ProductComponents.Part(size, new int[] {0, 1}, "size"))));
    byte[] bytes = new ModelFile(model, List.of("a", "b"), Map.of()).toBytes();
    assertThat(ModelFile.read(bytes, "test").toBytes()).isEqualTo(bytes);
    assertThat(tensors(bytes).tensors().keySet())
        .containsExactly("weights", "means.size", "covariances.size");
    assertThat(tensors(bytes).metadata()).doesNotContainKey("entrosum.covariance");
  }

  /** The file with something else in it. */
  private static ModelFile changed(String groups, Map<String, Tensor> tensors) throws IOException {
    RawMixture raw = new RawMixture();
    TensorFile file = tensors(bytes(model()));
    raw.metadata.clear();
    raw.metadata.putAll(file.metadata());
    raw.metadata.put("entrosum.groups", groups);
    raw.tensors.clear();
    raw.tensors.putAll(file.tensors());
    raw.tensors.putAll(tensors);
    return raw.read();
  }

  @Test
  void whatIsLeftAsItWasIsRead() throws IOException {
    assertThat(changed(GROUPS, Map.of()).columns()).isEqualTo(COLUMNS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | is not valid JSON",
        "[1] | must be an object with a group or more but is [1]",
        "{} | must be an object with a group or more but is {}",
        "{\"a.b\":1} | : a name must be letters, digits, _ and -, a letter first, but is \"a.b\"",
        "{\"size\":3} | : group size must be a list of columns and a covariance but is 3",
        "{\"size\":{\"columns\":[],\"covariance\":\"full\"}} | : group size must be a list of columns"
            + " and a covariance but is {\"columns\":[],\"covariance\":\"full\"}",
        "{\"size\":{\"columns\":[\"depth\"]}} | : group size must be a list of columns and a"
            + " covariance but is {\"columns\":[\"depth\"]}",
        "{\"size\":{\"columns\":[\"deep\"],\"covariance\":\"full\"}} | : group size must have"
            + " gaussian columns that no other has but has \"deep\"",
        "{\"size\":{\"columns\":[\"stops\"],\"covariance\":\"full\"}} | : group size must have"
            + " gaussian columns that no other has but has \"stops\"",
        "{\"size\":{\"columns\":[7],\"covariance\":\"full\"}} | : group size must have"
            + " gaussian columns that no other has but has 7",
        "{\"size\":{\"columns\":[\"mass\",\"mass\"],\"covariance\":\"full\"}} | : group size must"
            + " have gaussian columns that no other has but has \"mass\"",
        "{\"size\":{\"columns\":[\"mass\"],\"covariance\":\"fill\"}} | : group size must have a"
            + " covariance of [diagonal, full, spherical, tied] but has \"fill\"",
      })
  void wrongGroupsAreRefused(String groups, String message) {
    assertThatThrownBy(() -> changed(groups, Map.of()))
        .isInstanceOf(InvalidModelException.class)
        .message()
        .startsWith("test: entrosum.groups" + (message.startsWith(":") ? "" : " ") + message)
        .endsWith("correct the program that wrote the file)")
        .doesNotContain("\n");
  }

  @Test
  void aColumnInTwoGroupsIsRefused() {
    String twice = "{" + SIZE + "\"covariance\":\"full\"}," + BODY.replace("mass", "depth") + "}";
    assertThatThrownBy(() -> changed(twice, Map.of()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(
            "group body must have gaussian columns that no other has but has \"depth\"");
  }

  @Test
  void wrongTensorsOfAGroupAreRefused() {
    refused(GROUPS, "means.size", Tensor.of(new double[6], 2, 3), "[2, 2] but has [2, 3]");
    refused(GROUPS, "covariances.body", Tensor.of(new double[] {1, 0}, 2, 1), "must be > 0");
    refused(
        GROUPS,
        "covariances.size",
        Tensor.of(new double[] {1, 0, .1, 1, 1, 0, 0, 1}, 2, 2, 2),
        "tensor covariances.size: element [0, 1, 0] must equal the one across the diagonal");
    refused(
        GROUPS,
        "covariances.size",
        Tensor.of(new double[] {-1, 0, 0, 1, 1, 0, 0, 1}, 2, 2, 2),
        "tensor covariances.size: element [0, 0, 0], a variance, must be > 0 but is -1.0");
    refused(GROUPS, "means.other", Tensor.of(new double[2], 2), "unexpected tensor means.other");
    refused(
        GROUPS.replace("\"body\"", "\"mass\""),
        "means.body",
        Tensor.of(new double[2], 2, 1),
        "tensor means.mass is missing");
    refused(
        "{" + BODY + "}",
        "means",
        Tensor.of(new double[2], 2, 1),
        "tensor means must have 3 columns but has 1");
  }

  private static void refused(String groups, String name, Tensor tensor, String message) {
    assertThatThrownBy(() -> changed(groups, Map.of(name, tensor)))
        .isInstanceOf(InvalidModelException.class)
        .message()
        .contains(message)
        .doesNotContain("\n");
  }
}
