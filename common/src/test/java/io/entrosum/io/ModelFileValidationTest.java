package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed files whose parameters no model can have: a message for each rule. */
class ModelFileValidationTest {
  private static final String REMEDY =
      " (save the model again with Entrosum, or correct the program that wrote the file)";

  private final RawMixture file = new RawMixture();
  private final Map<String, String> metadata = file.metadata;
  private final Map<String, Tensor> tensors = file.tensors;

  @ParameterizedTest
  @ValueSource(strings = {"weights", "means", "covariances"})
  void missingTensor(String name) {
    tensors.remove(name);
    assertRefused("tensor " + name + " is missing, there are " + tensors.keySet() + REMEDY);
  }

  @Test
  void unexpectedTensor() {
    tensors.put("extra", Tensor.of(new double[] {1}));
    assertRefused("unexpected tensor extra, the model has [covariances, means, weights]" + REMEDY);
  }

  @Test
  void shapesMustFitEachOther() {
    assertRefusedShape("weights", Tensor.of(new double[2], 2, 1), "[any] but has [2, 1]");
    assertRefusedShape("weights", Tensor.of(new double[0], 0), "[any] but has [0]");
    assertRefusedShape("means", Tensor.of(new double[6], 3, 2), "[2, any] but has [3, 2]");
    assertRefusedShape("means", Tensor.of(new double[0], 2, 0), "[2, any] but has [2, 0]");
    assertRefusedShape("means", Tensor.of(new double[4], 4), "[2, any] but has [4]");
    assertRefusedShape(
        "covariances", Tensor.of(new double[18], 2, 3, 3), "[2, 2, 2] but has [2, 3, 3]");
    assertRefusedShape("covariances", Tensor.of(new double[4], 2, 2), "[2, 2, 2] but has [2, 2]");
    metadata.put("entrosum.covariance", "spherical");
    assertRefusedShape("covariances", Tensor.of(new double[4], 2, 2), "[2] but has [2, 2]");
    metadata.put("entrosum.covariance", "diagonal");
    assertRefusedShape("covariances", Tensor.of(new double[2], 2), "[2, 2] but has [2]");
    metadata.put("entrosum.covariance", "tied");
    assertRefusedShape(
        "covariances", Tensor.of(new double[8], 2, 2, 2), "[2, 2] but has [2, 2, 2]");
  }

  private void assertRefusedShape(String name, Tensor tensor, String message) {
    Tensor before = tensors.put(name, tensor);
    assertRefused("tensor " + name + " must have the shape " + message + REMEDY);
    tensors.put(name, before);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void valuesMustBeFinite(double value) {
    for (String name : tensors.keySet()) {
      double[] values = tensors.get(name).values();
      double before = values[1];
      values[1] = value;
      String at = Map.of("weights", "[1]", "means", "[0, 1]", "covariances", "[0, 0, 1]").get(name);
      assertRefused(
          "tensor " + name + ": element " + at + " must be finite but is " + value + REMEDY);
      values[1] = before;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, -0.5, 1.0000001})
  void weightsMustBeShares(double weight) {
    tensors.get("weights").values()[1] = weight;
    assertRefused("tensor weights: element [1] must be in (0, 1] but is " + weight + REMEDY);
  }

  @Test
  void weightsMustSumToOne() {
    tensors.put("weights", Tensor.of(new double[] {0.25, 0.5}, 2));
    assertRefused("tensor weights must sum to 1 but sums to 0.75" + REMEDY);
    tensors.put("weights", Tensor.of(new double[] {0.25, 0.75 + 2e-9}, 2));
    assertRefused("tensor weights must sum to 1 but sums to 1.0000000020000002" + REMEDY);
    tensors.put("weights", Tensor.of(new double[] {0.25, 0.75 + 5e-10}, 2));
    assertThat(((Mixture) file.read().model()).weights()).containsExactly(0.25, 0.75 + 5e-10);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -2, -1e-300})
  void variancesMustBePositive(double variance) {
    tensors.get("covariances").values()[7] = variance;
    assertRefused(
        "tensor covariances: element [1, 1, 1], a variance, must be > 0 but is "
            + variance
            + REMEDY);

    metadata.put("entrosum.covariance", "diagonal");
    tensors.put("covariances", Tensor.of(new double[] {1, 1, variance, 1}, 2, 2));
    assertRefused("tensor covariances: element [1, 0] must be > 0 but is " + variance + REMEDY);

    metadata.put("entrosum.covariance", "spherical");
    tensors.put("covariances", Tensor.of(new double[] {1, variance}, 2));
    assertRefused("tensor covariances: element [1] must be > 0 but is " + variance + REMEDY);
  }

  @Test
  void covariancesMustBeSymmetric() {
    tensors.get("covariances").values()[1] = 1 + 3e-12;
    assertRefused(
        "tensor covariances: element [0, 1, 0] must equal the one across the diagonal,"
            + " 1.000000000003, but is 1.0"
            + REMEDY);
    tensors.get("covariances").values()[1] = 1 + 1e-12;
    GaussianComponents components =
        (GaussianComponents) ((Mixture) file.read().model()).components();
    assertThat(components.covariances()[1]).isEqualTo(1 + 1e-12);
  }

  @Test
  void covariancesMustBePositiveDefinite() {
    tensors.put("covariances", Tensor.of(new double[] {2, 1, 1, 2, 4, 5, 5, 4}, 2, 2, 2));
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(file::read)
        .withMessageStartingWith("test: the covariance of component 1 is not positive definite (");

    metadata.put("entrosum.covariance", CovarianceType.TIED.label());
    tensors.put("covariances", Tensor.of(new double[] {4, 5, 5, 4}, 2, 2));
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(file::read)
        .withMessageStartingWith(
            "test: the covariance of all components is not positive definite (");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(file::read)
        .withMessage("test: " + message);
  }
}
