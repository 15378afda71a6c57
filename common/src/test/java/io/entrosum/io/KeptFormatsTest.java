package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.model.Mixture;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that a version wrote are read by all that come after it: {@code format-N} has files of
 * format N as {@code train} wrote them, which are never written anew.
 */
class KeptFormatsTest {
  private static byte[] kept(String name) throws IOException {
    try (InputStream in =
        KeptFormatsTest.class.getResourceAsStream("format-1/" + name + ".safetensors")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gaussian-mixture, mixture, 2",
    "mixed-table, mixture, 4",
    "mixture-of-factor-analysers, mixture, 2",
    "ppca, ppca, 2",
    "sigmoid-belief-network, sigmoid-belief-network, 3",
    "sparse-coding, sparse-coding, 2",
    "sparse-coding-amortised, sparse-coding, 2",
    "vae, vae, 2"
  })
  void format1(String name, String type, int columns) throws IOException {
    byte[] bytes = kept(name);
    ModelFile file = ModelFile.read(bytes, name);
    assertThat(file.columns()).hasSize(columns);
    assertThat(file.metadata()).containsEntry(ModelFile.VERSION, "0.1.0-SNAPSHOT");
    assertThat(file.toBytes()).as("nothing is lost").isEqualTo(bytes);
    assertThat(file.model().type()).isEqualTo(type);
  }

  /** The mixture of Old Faithful: its numbers, not only their bytes. */
  @Test
  void theNumbersAreThoseOfTheModel() throws IOException {
    Mixture mixture = (Mixture) ModelFile.read(kept("gaussian-mixture"), "kept").model();
    assertThat(mixture.weights()[0]).isCloseTo(0.644114, within(5e-7));
    assertThat(mixture.weights()[1]).isCloseTo(0.355886, within(5e-7));
  }

  /** Without a manifest not every change can be seen, but none is more than a refusal. */
  @ParameterizedTest
  @CsvSource({
    "gaussian-mixture",
    "mixed-table",
    "mixture-of-factor-analysers",
    "ppca",
    "sigmoid-belief-network",
    "sparse-coding",
    "sparse-coding-amortised",
    "vae"
  })
  void noChangedByteIsMoreThanARefusal(String name) throws IOException {
    byte[] bytes = kept(name);
    int refused = 0;
    for (int at = 0; at < bytes.length; at++) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) 0xff;
      try {
        ModelFile.read(flipped, name);
      } catch (InvalidModelException e) {
        refused++;
        assertThat(e.getMessage()).hasLineCount(1);
      }
      byte[] cut = Arrays.copyOf(bytes, at);
      assertThatExceptionOfType(InvalidModelException.class)
          .isThrownBy(() -> ModelFile.read(cut, name));
    }
    assertThat(refused).as("the texts of the header, at least").isGreaterThan(bytes.length / 2);
  }
}
