package io.entrosum.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files byte by byte, also ones that our own writer would never write. */
final class SafetensorsBytes {
  private SafetensorsBytes() {}

  /** A file of a header, as it is, and values. */
  static byte[] of(String header, double... values) {
    return of(header.getBytes(StandardCharsets.UTF_8), values);
  }

  static byte[] of(byte[] header, double... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return bytes.array();
  }
}
