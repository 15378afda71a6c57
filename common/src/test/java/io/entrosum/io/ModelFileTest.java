package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
  static Stream<Arguments> models() {
    return Arrays.stream(CovarianceType.values())
        .flatMap(
            type ->
                Stream.of(1, 2, 3)
                    .flatMap(k -> Stream.of(1, 3).map(d -> Arguments.of(type, k, d))));
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyBitComesBack(CovarianceType type, int k, int d) {
    ModelFile file = SampleModels.file(type, k, d);
    byte[] bytes = file.toBytes();
    ModelFile read = ModelFile.read(bytes, "test");

    assertThat(read.columns()).isEqualTo(file.columns());
    assertThat(read.metadata()).isEqualTo(file.metadata()).containsEntry("entrosum.seed", "7");
    Mixture before = (Mixture) file.model();
    Mixture after = (Mixture) read.model();
    assertBits(after.weights(), before.weights());
    GaussianComponents components = (GaussianComponents) after.components();
    assertThat(components.covarianceType()).isEqualTo(type);
    assertBits(components.means(), ((GaussianComponents) before.components()).means());
    assertBits(components.covariances(), ((GaussianComponents) before.components()).covariances());
    assertThat(read.toBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("models")
  void modelThatWasReadScoresLikeTheOneThatWasWritten(CovarianceType type, int k, int d) {
    ModelFile file = SampleModels.file(type, k, d);
    Mixture before = (Mixture) file.model();
    Mixture after = (Mixture) ModelFile.read(file.toBytes(), "test").model();
    double[] row = new double[d];
    Arrays.setAll(row, j -> 3.25 - j);

    var expected = before.scorer().score(row);
    var actual = after.scorer().score(row);
    assertThat(actual.component()).isEqualTo(expected.component());
    assertBits(actual.posterior(), expected.posterior());
    assertBits(new double[] {actual.logDensity()}, new double[] {expected.logDensity()});
  }

  /** The format of version 1: what is in this test must be readable for ever. */
  @Test
  void bytesAreTheOnesOfFormat1() {
    Mixture mixture =
        new Mixture(
            new double[] {0.25, 0.75},
            GaussianComponents.of(
                CovarianceType.TIED,
                2,
                2,
                new double[] {1, 2, 3, 4},
                new double[] {2, 0.5, 0.5, 1},
                CovarianceFloor.none(2)));
    byte[] bytes =
        SafetensorsBytes.of(
            "{\"__metadata__\":{\"entrosum.columns\":\"[\\\"x\\\",\\\"y\\\"]\","
                + "\"entrosum.covariance\":\"tied\",\"entrosum.family\":\"gaussian\","
                + "\"entrosum.format\":\"1\",\"entrosum.model\":\"mixture\","
                + "\"entrosum.version\":\"0.1.0\"},"
                + "\"weights\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
                + "\"means\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[16,48]},"
                + "\"covariances\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[48,80]}}"
                + " ",
            0.25,
            0.75,
            1,
            2,
            3,
            4,
            2,
            0.5,
            0.5,
            1);

    ModelFile file = new ModelFile(mixture, List.of("x", "y"), Map.of("entrosum.version", "0.1.0"));
    assertThat(file.toBytes()).isEqualTo(bytes);
    assertThat(ModelFile.read(bytes, "test").toBytes()).isEqualTo(bytes);
  }

  @Test
  void versionIsThatOfTheSoftwareThatMadeTheModel() {
    ModelFile made = SampleModels.file(CovarianceType.FULL, 1, 1);
    assertThat(made.metadata()).containsEntry(ModelFile.VERSION, ModelFile.softwareVersion());

    ModelFile old = new ModelFile(made.model(), made.columns(), Map.of(ModelFile.VERSION, "0.0.1"));
    assertThat(ModelFile.read(old.toBytes(), "test").metadata())
        .isEqualTo(Map.of(ModelFile.VERSION, "0.0.1"));
  }

  @Test
  void columnsAreChecked() {
    Mixture mixture = SampleModels.mixture(CovarianceType.FULL, 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelFile(mixture, List.of("a"), Map.of()))
        .withMessage("columns: must be 2 names, one a column of the model, but are 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelFile(mixture, List.of("a", "a"), Map.of()))
        .withMessage("columns: names must be different and not empty but \"a\" is not");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelFile(mixture, List.of("a", " "), Map.of()))
        .withMessage("columns: names must be different and not empty but \" \" is not");
  }

  @Test
  void keysOfTheFormatCannotBeFreeText() {
    ModelFile file =
        new ModelFile(
            SampleModels.mixture(CovarianceType.FULL, 1, 1),
            List.of("a"),
            Map.of("entrosum.model", "other"));
    assertThatIllegalArgumentException()
        .isThrownBy(file::toBytes)
        .withMessage("tensors: metadata entrosum.model is given twice");
  }

  @Test
  void whatCouldNotBeReadIsNotWritten() {
    GaussianComponents components =
        (GaussianComponents) SampleModels.mixture(CovarianceType.FULL, 2, 1).components();
    ModelFile file =
        new ModelFile(new Mixture(new double[] {1, 0}, components), List.of("a"), Map.of());
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(file::toBytes)
        .withMessage(
            "the model to be saved: tensor weights: element [1] must be in (0, 1] but is 0.0"
                + " (correct what the model was made from)");
  }

  @ParameterizedTest
  @EnumSource
  void truncatedFilesAreRefusedAtEveryLength(CovarianceType type) throws IOException {
    byte[] whole = SampleModels.file(type, 2, 1).toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(InvalidModelException.class)
          .isThrownBy(() -> ModelFile.read(part, "test"))
          .withMessageStartingWith("test: ")
          .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    }
  }

  /** A flipped byte gives a failure of one kind, or another valid model. */
  @ParameterizedTest
  @EnumSource
  void flippedBytesAreRefusedOrGiveAValidModel(CovarianceType type) {
    byte[] bytes = SampleModels.file(type, 2, 2).toBytes();
    int refused = 0;
    for (int at = 0; at < bytes.length; at++) {
      for (int bit : new int[] {0x01, 0x40, 0xff}) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) bit;
        try {
          ModelFile read = ModelFile.read(flipped, "test");
          assertThat(ModelFile.read(read.toBytes(), "test").metadata()).isEqualTo(read.metadata());
        } catch (InvalidModelException e) {
          assertThat(e.getMessage()).startsWith("test: ").hasLineCount(1);
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(3 * bytes.length / 2);
  }

  private static void assertBits(double[] actual, double[] expected) {
    assertThat(Arrays.stream(actual).mapToLong(Double::doubleToRawLongBits))
        .containsExactlyElementsOf(
            Arrays.stream(expected).mapToLong(Double::doubleToRawLongBits).boxed().toList());
  }
}
