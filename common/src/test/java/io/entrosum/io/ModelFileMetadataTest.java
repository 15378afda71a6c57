package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed files whose texts are wrong: a message for each rule. */
class ModelFileMetadataTest {
  private static final String REMEDY =
      " (save the model again with Entrosum, or correct the program that wrote the file)";

  private final RawMixture file = new RawMixture();
  private final Map<String, String> metadata = file.metadata;

  @Test
  void fileIsValidAsItIs() {
    metadata.put("format", "pt");
    ModelFile read = file.read();
    assertThat(read.columns()).containsExactly("x", "y");
    assertThat(read.metadata()).isEqualTo(Map.of("format", "pt", "entrosum.version", "unknown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entrosum.format",
        "entrosum.model",
        "entrosum.family",
        "entrosum.covariance",
        "entrosum.columns"
      })
  void missingText(String key) {
    metadata.remove(key);
    assertRefused("metadata " + key + " is missing" + REMEDY);
  }

  @Test
  void newerFormat() {
    metadata.put("entrosum.format", "2");
    assertRefused(
        "the file is of format 2 but this is Entrosum "
            + ModelFile.softwareVersion()
            + ", which reads formats up to 1 (use a newer Entrosum)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.0", "one", "", "99999999999", "01"})
  void formatIsANumber(String format) {
    metadata.put("entrosum.format", format);
    assertRefused("entrosum.format must be a whole number from 1 on but is " + format + REMEDY);
  }

  @ParameterizedTest
  @CsvSource({
    "entrosum.model, '[factor-analysis, mixture, ppca, sigmoid-belief-network, sparse-coding, vae]'",
    "entrosum.family, '[categorical, columns, factor-analysis, gaussian, mixed]'",
    "entrosum.covariance, '[diagonal, full, spherical, tied]'"
  })
  void unknownKinds(String key, String choices) {
    metadata.put(key, "round");
    assertRefused(
        key
            + " must be one of "
            + choices
            + " but is round (use the version of Entrosum that wrote the file, or a newer one)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"x\"] | columns: must be 2 names, one a column of the model, but are 1",
        "[] | columns: must be 2 names, one a column of the model, but are 0",
        "[\"x\",\"x\"] | columns: names must be different and not empty but \"x\" is not",
      })
  void columnsMustFitTheModel(String columns, String message) {
    metadata.put("entrosum.columns", columns);
    assertRefused(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"x\",\"\"]", "[\"x\",1]", "[\"x\",null]", "\"xy\"", "{\"x\":\"y\"}"})
  void columnsMustBeNames(String columns) {
    metadata.put("entrosum.columns", columns);
    assertRefused("entrosum.columns must be a list of names but is " + columns + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x,y", "[\"x\",\"y\"", "[\"x\",\"y\"] []", "\"\\"})
  void columnsMustBeJson(String columns) {
    metadata.put("entrosum.columns", columns);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(file::read)
        .withMessageStartingWith("test: entrosum.columns is not valid JSON: ");
  }

  @Test
  void columnsMustNotBeNothing() {
    metadata.put("entrosum.columns", "");
    assertRefused("entrosum.columns must be a list of names but is " + REMEDY);
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(file::read)
        .withMessage("test: " + message);
  }
}
