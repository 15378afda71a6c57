package io.entrosum.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  /** The SHA-256 of "abc", from FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String REMEDY = " (copy the whole folder again, or train again)";

  private final byte[] abc = "abc".getBytes(UTF_8);

  @Test
  void jsonListsTheFilesByName() {
    Manifest manifest = Manifest.builder().add("b", abc).add("a.txt", abc).build();
    String json =
        """
        {
          "format" : 1,
          "files" : [
            {
              "name" : "a.txt",
              "size" : 3,
              "sha256" : "%s"
            },
            {
              "name" : "b",
              "size" : 3,
              "sha256" : "%s"
            }
          ]
        }
        """
            .formatted(ABC, ABC);
    assertThat(new String(manifest.toJson(), UTF_8)).isEqualTo(json);
    assertThat(Manifest.parse(manifest.toJson(), "test").toJson()).isEqualTo(manifest.toJson());
    assertThat(manifest.names()).containsExactly("a.txt", "b");
  }

  @Test
  void contentIsVerified() {
    Manifest manifest = Manifest.parse(Manifest.builder().add("a", abc).build().toJson(), "test");
    assertThatNoException().isThrownBy(() -> manifest.verify("a", abc));
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> manifest.verify("b", abc))
        .withMessage("b: is not listed in MANIFEST.json" + REMEDY);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> manifest.verify("a", new byte[4]))
        .withMessage("a: must have 3 bytes by MANIFEST.json but has 4" + REMEDY);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> manifest.verify("a", "abd".getBytes(UTF_8)))
        .withMessageStartingWith(
            "a: must have the SHA-256 " + ABC + " by MANIFEST.json but has a52d159f")
        .withMessageEndingWith(
            " (the file is damaged or was replaced:"
                + " copy the whole folder again, or train again)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../a",
        "a/b",
        "/etc/passwd",
        "a\\b",
        "C:a",
        "s3:a",
        ".hidden",
        "-option",
        "a\nb",
        "a\u0000",
        "a b",
        "MANIFEST.json",
        "manifest.JSON"
      })
  void namesMustBePlain(String name) {
    String message =
        "name must be a plain file name (letters, digits, . _ -) other than MANIFEST.json but is ";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Manifest.builder().add(name, abc))
        .withMessage(message + "\"" + name + "\"");
    String json =
        StrictJson.line(
            java.util.Map.of(
                "format",
                1,
                "files",
                java.util.List.of(java.util.Map.of("name", name, "size", 3, "sha256", ABC))));
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> Manifest.parse(json.getBytes(UTF_8), "test"))
        .withMessageStartingWith("test: " + message)
        .withMessageEndingWith(REMEDY)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  /** FILE stands for a valid file, SHA for a valid checksum, ' for ". */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the manifest must have the keys [files, format] but has []",
        "{'files':[]} | the manifest must have the keys [files, format] but has [files]",
        "{'format':0,'files':[]} | format must be a whole number from 1 on but is 0",
        "{'format':'1','files':[]} | format must be a whole number from 1 on but is \"1\"",
        "{'format':1} | the manifest must have the keys [files, format] but has [format]",
        "{'format':1,'files':[],'x':1}"
            + " | the manifest must have the keys [files, format] but has [files, format, x]",
        "{'format':1,'files':{}} | files must be a list but is {}",
        "{'format':1,'files':[1]} | a file must have the keys [name, sha256, size] but has []",
        "{'format':1,'files':[{'name':'a','size':3}]}"
            + " | a file must have the keys [name, sha256, size] but has [name, size]",
        "{'format':1,'files':[{'name':'a','size':3.0,'sha256':'x'}]}"
            + " | a file must have a name, a size in bytes and a SHA-256"
            + " but is {\"name\":\"a\",\"size\":3.0,\"sha256\":\"x\"}",
        "{'format':1,'files':[{'name':'a','size':-3,'sha256':'SHA'}]}"
            + " | size must be >= 0 but is -3",
        "{'format':1,'files':[{'name':'a','size':3,'sha256':'ABC'}]}"
            + " | sha256 must be 64 digits from 0 to f but is \"ABC\"",
        "{'format':1,'files':[FILE,FILE]} | the file a is listed twice",
      })
  void wrongManifestsAreRefused(String json, String message) {
    String filled =
        json.replace("FILE", "{'name':'a','size':3,'sha256':'SHA'}")
            .replace("SHA", ABC)
            .replace('\'', '"');
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> Manifest.parse(filled.getBytes(UTF_8), "test"))
        .withMessage("test: " + message + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"format\":1,\"format\":1,\"files\":[]}", "{} {}"})
  void manifestsMustBeStrictJson(String json) {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> Manifest.parse(json.getBytes(UTF_8), "test"))
        .withMessageStartingWith("test: is not valid JSON: ");
  }

  @Test
  void newerFormatIsRefused() {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> Manifest.parse("{\"format\":2,\"more\":[]}".getBytes(UTF_8), "test"))
        .withMessage(
            "test: the manifest is of format 2 but this is Entrosum "
                + ModelFile.softwareVersion()
                + ", which reads formats up to 1 (use a newer Entrosum)");
  }
}
