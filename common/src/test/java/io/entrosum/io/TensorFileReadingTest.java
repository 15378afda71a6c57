package io.entrosum.io;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what they should be. */
class TensorFileReadingTest {
  private static final String REMEDY =
      " (the file is damaged or not a safetensors file: copy it again, or train again)";

  /** Headers in front of 16 bytes of data, in single quotes for double ones. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | the tensors must cover all 16 bytes of data but cover 0",
        "[] | the header must start with {",
        "` {}` | the header must start with {",
        "{'a':1} | tensor a: must be an object but is number",
        "{'__metadata__':[]} | __metadata__ must be an object but is array",
        "{'__metadata__':{'a':1}} | metadata a must be a string but is number",
        "{'__metadata__':{'a':null}} | metadata a must be a string but is null",
        "{'a':{'dtype':'F64','shape':[2]}}"
            + " | tensor a: must have the keys [data_offsets, dtype, shape] but has [dtype, shape]",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,16],'x':0}}"
            + " | tensor a: must have the keys [data_offsets, dtype, shape]"
            + " but has [data_offsets, dtype, shape, x]",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}"
            + " | tensor a: dtype must be \"F64\" but is \"F32\"",
        "{'a':{'dtype':64,'shape':[2],'data_offsets':[0,16]}}"
            + " | tensor a: dtype must be \"F64\" but is 64",
        "{'a':{'dtype':'F64','shape':2,'data_offsets':[0,16]}}"
            + " | tensor a: shape must be a list but is number",
        "{'a':{'dtype':'F64','shape':[2.0],'data_offsets':[0,16]}}"
            + " | tensor a: shape must hold whole numbers from 0 to 2^63 - 1 but holds 2.0",
        "{'a':{'dtype':'F64','shape':[-2],'data_offsets':[0,16]}}"
            + " | tensor a: shape must hold whole numbers from 0 to 2^63 - 1 but holds -2",
        "{'a':{'dtype':'F64','shape':['2'],'data_offsets':[0,16]}}"
            + " | tensor a: shape must hold whole numbers from 0 to 2^63 - 1 but holds \"2\"",
        "{'a':{'dtype':'F64','shape':[9223372036854775808],'data_offsets':[0,16]}}"
            + " | tensor a: shape must hold whole numbers from 0 to 2^63 - 1"
            + " but holds 9223372036854775808",
        "{'a':{'dtype':'F64','shape':[2147483648],'data_offsets':[0,16]}}"
            + " | tensor a: dimensions must be < 2^31 but shape is [2147483648]",
        "{'a':{'dtype':'F64','shape':[2147483647,2147483647,16],'data_offsets':[0,16]}}"
            + " | tensor a: too many elements in shape [2147483647, 2147483647, 16]",
        "{'a':{'dtype':'F64','shape':[1073741824,1073741824,2],'data_offsets':[0,16]}}"
            + " | tensor a: the shape [1073741824, 1073741824, 2] must have 8 bytes an element"
            + " but data_offsets give 16 bytes",
        "{'a':{'dtype':'F64','shape':[3],'data_offsets':[0,16]}}"
            + " | tensor a: the shape [3] must have 8 bytes an element"
            + " but data_offsets give 16 bytes",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,17]}}"
            + " | tensor a: data_offsets must be in order and at most 16 but are [0, 17]",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,15]}}"
            + " | tensor a: the shape [1] must have 8 bytes an element"
            + " but data_offsets give 15 bytes",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[16,0]}}"
            + " | tensor a: data_offsets must be in order and at most 16 but are [16, 0]",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[-1,15]}}"
            + " | tensor a: data_offsets must hold whole numbers from 0 to 2^63 - 1 but holds -1",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,16,16]}}"
            + " | tensor a: data_offsets must be two numbers but are [0, 16, 16]",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}}"
            + " | tensor a: must start where the tensor before it ends, at 0, but starts at 8",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,16]},"
            + "'b':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}}"
            + " | tensor b: must start where the tensor before it ends, at 16, but starts at 8",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[0,8]}}"
            + " | the tensors must cover all 16 bytes of data but cover 8",
      })
  void headersAreRefused(String header, String message) {
    assertRefused(SafetensorsBytes.of(header.replace('\'', '"'), 1, 2), message + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{'a':{'dtype':'F64','shape':[0],'data_offsets':[0,0]},"
            + "'a':{'dtype':'F64','shape':[0],'data_offsets':[0,0]}}",
        "{'__metadata__':{'a':'1','a':'2'}}",
        "{'a':{'dtype':'F64','dtype':'F64','shape':[0],'data_offsets':[0,0]}}",
        "{} {}",
        "{}x",
        "{}\u0000",
        "{'__metadata__':{'a':'line\nbreak'}}",
        "{'a':[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]}",
      })
  void headersMustBeStrictJson(String header) {
    byte[] bytes = SafetensorsBytes.of(header.replace('\'', '"'));
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> read(bytes))
        .withMessageStartingWith("test: the header is not valid JSON: ")
        .withMessageEndingWith(REMEDY)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  @Test
  void headersMustBeUtf8() {
    byte[] header = "{\"__metadata__\":{\"a\":\"x\"}}".getBytes(UTF_8);
    header[21] = (byte) 0xff;
    assertRefused(SafetensorsBytes.of(header), "the header is not UTF-8 text" + REMEDY);
    assertRefused(
        SafetensorsBytes.of("{}".getBytes(UTF_16BE)), "the header must start with {" + REMEDY);
  }

  @Test
  void halfSurrogatePairsAreRefused() {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> read(SafetensorsBytes.of("{\"__metadata__\":{\"a\":\"\\ud83d\"}}")))
        .withMessage("test: tensors: half of a surrogate pair in the text \"\\u{d83d}\"");
  }

  @Test
  void namesCannotBreakTheLine() {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> read(SafetensorsBytes.of("{\"a\\nb\\u2028\\u202e\":1}")))
        .withMessage(
            "test: tensor a\\u{a}b\\u{2028}\\u{202e}: must be an object but is number" + REMEDY);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> read(SafetensorsBytes.of("{\"" + "x".repeat(10_000) + "\":1}")))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).endsWith(REMEDY));
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 62, -1, Long.MIN_VALUE, 100_000_001, 9})
  void headerLengthsAreCheckedBeforeAnythingIsAllocated(long length) {
    byte[] bytes = new byte[16];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    long size = length == 100_000_001 ? 1L << 40 : bytes.length;
    allocating(
        1 << 20,
        () ->
            assertThatExceptionOfType(InvalidModelException.class)
                .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(bytes), size, "test"))
                .withMessageStartingWith("test: the header must have at most ")
                .withMessageContaining("length is given as " + Long.toUnsignedString(length)));
  }

  private static void allocating(long most, Runnable action) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    action.run(); // loads classes
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(most);
  }

  @Test
  void truncatedFilesAreRefusedAtEveryLength() throws IOException {
    byte[] whole = small();
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> read(part));
      assertThatExceptionOfType(InvalidModelException.class)
          .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(part), whole.length, "test"));
    }
    byte[] part = Arrays.copyOf(whole, whole.length - 3);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(part), whole.length, "test"))
        .withMessage(
            "test: must have " + whole.length + " bytes but ends after " + part.length + REMEDY);
  }

  @Test
  void trailingBytesAreRefused() throws IOException {
    byte[] whole = small();
    byte[] more = Arrays.copyOf(whole, whole.length + 1);
    assertRefused(more, "the tensors must cover all 33 bytes of data but cover 32" + REMEDY);
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> TensorFile.read(new ByteArrayInputStream(more), whole.length, "test"))
        .withMessage("test: must end after " + whole.length + " bytes but goes on" + REMEDY);
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatExceptionOfType(InvalidModelException.class).isThrownBy(() -> read(bytes));
    }
  }

  @Test
  void failuresOfTheStorageAreNotFailuresOfTheFile() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    assertThatIOException()
        .isThrownBy(() -> TensorFile.read(broken, 100, "test"))
        .withMessage("Stream closed");
  }

  private static byte[] small() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TensorFile.builder()
        .metadata("key", "text")
        .tensor("a", Tensor.of(new double[] {1, 2, 3}, 3))
        .tensor("b", Tensor.of(new double[] {4}))
        .build()
        .write(out);
    return out.toByteArray();
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> read(bytes))
        .withMessage("test: " + message);
  }

  private static TensorFile read(byte[] bytes) throws IOException {
    return TensorFile.read(new ByteArrayInputStream(bytes), bytes.length, "test");
  }
}
