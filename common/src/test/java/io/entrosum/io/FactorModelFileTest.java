package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FactorModelFileTest {
  private static final List<String> COLUMNS = List.of("a", "b", "c");
  private static final double[] LOADINGS = {1, .2, -.3, .5, .7, 1.1};

  private static FactorModel model(NoiseType type) {
    double[] noise = type == NoiseType.ISOTROPIC ? new double[] {.3} : new double[] {.1, .2, .3};
    return FactorModel.of(
        new double[] {1, 2, 3}, LOADINGS.clone(), type, noise, CovarianceFloor.none(3));
  }

  private static Mixture mixture(NoiseType type) {
    double[] noise =
        type == NoiseType.ISOTROPIC ? new double[] {.3, .4} : new double[] {1, 2, 3, 4, 5, 6};
    return new Mixture(
        new double[] {.6, .4},
        new FactorComponents(
            2,
            3,
            1,
            new double[] {1, 2, 3, 4, 5, 6},
            LOADINGS.clone(),
            type,
            noise,
            CovarianceFloor.none(3)));
  }

  private static byte[] bytes(LatentModel<?> model) {
    return new ModelFile(model, COLUMNS, Map.of()).toBytes();
  }

  private static TensorFile file(LatentModel<?> model) {
    byte[] bytes = bytes(model);
    try {
      return TensorFile.read(new ByteArrayInputStream(bytes), bytes.length, "test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void modelsComeBackToTheBit() {
    for (NoiseType type : NoiseType.values()) {
      FactorModel model = model(type).withRotation(FactorModel.Rotation.VARIMAX);
      ModelFile read = ModelFile.read(bytes(model), "test");
      assertThat(read.toBytes()).isEqualTo(bytes(model));
      FactorModel back = (FactorModel) read.model();
      assertThat(back.type()).isEqualTo(model.type());
      assertThat(back.loadings()).isEqualTo(model.loadings());
      assertThat(back.noise()).isEqualTo(model.noise());
      assertThat(back.mean()).isEqualTo(model.mean());
      assertThat(back.rotation()).isEqualTo(FactorModel.Rotation.VARIMAX);
      Mixture mixture = (Mixture) ModelFile.read(bytes(mixture(type)), "test").model();
      assertThat(bytes(mixture)).isEqualTo(bytes(mixture(type)));
    }
  }

  @Test
  void namesAndShapesAreThoseOfTheContract() {
    assertThat(file(model(NoiseType.ISOTROPIC)).tensors())
        .hasEntrySatisfying("mean", t -> assertThat(t.shape()).containsExactly(3))
        .hasEntrySatisfying("loadings", t -> assertThat(t.shape()).containsExactly(3, 2))
        .hasEntrySatisfying("noise_variance", t -> assertThat(t.shape()).containsExactly(1));
    assertThat(file(model(NoiseType.DIAGONAL)).tensors())
        .hasEntrySatisfying("noise_variance", t -> assertThat(t.shape()).containsExactly(3));
    assertThat(file(mixture(NoiseType.DIAGONAL)).tensors())
        .hasEntrySatisfying("loadings", t -> assertThat(t.shape()).containsExactly(2, 3, 1))
        .hasEntrySatisfying("noise_variance", t -> assertThat(t.shape()).containsExactly(2, 3));
  }

  @Test
  void damageIsSaid() throws IOException {
    assertRefused(
        "noise_variance", Tensor.of(new double[] {.1, 0, .3}, 3), "must be > 0 but is 0.0");
    assertRefused("loadings", Tensor.of(new double[9], 3, 3), "must have fewer columns than the 3");
    assertRefused("loadings", Tensor.of(new double[4], 2, 2), "must have the shape [3, any]");
    assertRefused(
        "mean", Tensor.of(new double[] {1, Double.NaN, 3}, 3), "must be finite but is NaN");
  }

  private static void assertRefused(String name, Tensor changed, String message)
      throws IOException {
    TensorFile file = file(model(NoiseType.DIAGONAL));
    TensorFile.Builder builder = TensorFile.builder();
    file.metadata().forEach(builder::metadata);
    file.tensors()
        .forEach((key, tensor) -> builder.tensor(key, key.equals(name) ? changed : tensor));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    builder.build().write(out);
    byte[] damaged = out.toByteArray();
    assertThatThrownBy(() -> ModelFile.read(damaged, "test"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
