package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorFileTest {
  @Test
  void bytesAreTheOnesOfTheFormat() throws IOException {
    TensorFile file =
        TensorFile.builder()
            .metadata("b", "2")
            .metadata("a", "\u00e4\n\"\uD83D\uDE00\"")
            .tensor("z", Tensor.of(new double[] {1, -0.0}, 2))
            .tensor("scalar", Tensor.of(new double[] {Math.PI}))
            .tensor("none", Tensor.of(new double[0], 0, 3))
            .tensor("a", Tensor.of(new double[] {1, 2, 3, 4}, 2, 2))
            .build();

    String header =
        "{\"__metadata__\":{\"a\":\"\u00e4\\n\\\"\uD83D\uDE00\\\"\",\"b\":\"2\"},"
            + "\"z\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,16]},"
            + "\"scalar\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[16,24]},"
            + "\"none\":{\"dtype\":\"F64\",\"shape\":[0,3],\"data_offsets\":[24,24]},"
            + "\"a\":{\"dtype\":\"F64\",\"shape\":[2,2],\"data_offsets\":[24,56]}}     ";
    byte[] expected = SafetensorsBytes.of(header, 1, -0.0, Math.PI, 1, 2, 3, 4);
    assertThat(expected.length % 8).isZero();
    assertThat(bytes(file)).isEqualTo(expected);
  }

  @Test
  void everyBitComesBack() throws IOException {
    double[] values = new Random(1).longs(20_001).mapToDouble(Double::longBitsToDouble).toArray();
    TensorFile file =
        TensorFile.builder()
            .metadata("key", "")
            .tensor("many", Tensor.of(values, 3, 6667))
            .tensor("empty", Tensor.of(new double[0], 0))
            .tensor("also empty", Tensor.of(new double[0], 0))
            .tensor("one", Tensor.of(new double[] {Double.MIN_VALUE}))
            .build();
    byte[] written = bytes(file);

    TensorFile read = read(written);
    assertThat(read.metadata()).isEqualTo(file.metadata());
    assertThat(read.tensors().keySet()).containsExactlyElementsOf(file.tensors().keySet());
    assertThat(read.tensors().get("many").shape()).isEqualTo(List.of(3, 6667));
    assertThat(read.tensors().get("many").values()).containsExactly(values);
    assertThat(read.tensors().get("one").shape()).isEmpty();
    assertThat(read.tensor("two")).isNull();
    assertThat(bytes(read)).isEqualTo(written);
  }

  @Test
  void fileWithoutTensors() throws IOException {
    byte[] written = bytes(TensorFile.builder().build());
    assertThat(written).isEqualTo(SafetensorsBytes.of("{}      "));
    assertThat(read(written).tensors()).isEmpty();
  }

  @Test
  void tensorsInAnotherOrderThanTheirDataAreReadInTheOrderOfTheData() throws IOException {
    TensorFile file =
        read(
            SafetensorsBytes.of(
                "{\"b\":{\"data_offsets\":[8,16],\"shape\":[1],\"dtype\":\"F64\"}, "
                    + "\"a\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]}}",
                5,
                6));
    assertThat(file.tensors().keySet()).containsExactly("a", "b");
    assertThat(file.tensors().get("a").values()).containsExactly(5);
    assertThat(file.tensors().get("b").values()).containsExactly(6);
  }

  @Test
  void longTextsAreRead() throws IOException {
    String text = "x".repeat(21_000_000); // more than a JSON parser takes if nobody tells it
    byte[] written = bytes(TensorFile.builder().metadata("columns", text).build());
    assertThat(read(written).metadata().get("columns")).hasSize(text.length());
  }

  @Test
  void headersThatNobodyCouldReadAreNotWritten() {
    String text = "x".repeat(TensorHeader.LONGEST);
    TensorFile file = TensorFile.builder().metadata("columns", text).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bytes(file))
        .withMessageStartingWith("tensors: names and metadata must take at most 100000000 bytes")
        .withMessageEndingWith("(shorten the column names)");
  }

  @Test
  void wrongTensorsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new double[5], 2, 3))
        .withMessage("tensor: the shape [2, 3] is one of 6 values but there are 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new double[0]))
        .withMessage("tensor: the shape [] is one of 1 values but there are 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new double[2], -1, -2))
        .withMessage("tensor: dimensions must be >= 0 but the shape is [-1, -2]");
    int large = Integer.MAX_VALUE;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.of(new double[2], large, large, large))
        .withMessageStartingWith("tensor: too many elements in the shape [2147483647,");
  }

  @Test
  void wrongNamesAreRefused() {
    Tensor one = Tensor.of(new double[1]);
    TensorFile.Builder builder = TensorFile.builder().tensor("a", one).metadata("a", "1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.tensor("a", one))
        .withMessage("tensors: there are two tensors a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.tensor("__metadata__", one))
        .withMessage("tensors: a tensor cannot be named \"__metadata__\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.tensor("", one))
        .withMessage("tensors: a tensor cannot be named \"\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.metadata("a", "2"))
        .withMessage("tensors: metadata a is given twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.metadata("b", "\uD83D"))
        .withMessageStartingWith("tensors: half of a surrogate pair in the text");
  }

  private static byte[] bytes(TensorFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    return out.toByteArray();
  }

  private static TensorFile read(byte[] bytes) throws IOException {
    return TensorFile.read(new ByteArrayInputStream(bytes), bytes.length, "test");
  }
}
