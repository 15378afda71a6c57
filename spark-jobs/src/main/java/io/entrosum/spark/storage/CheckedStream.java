package io.entrosum.spark.storage;

import io.entrosum.io.Checksum;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Takes the checksum of what is written. */
final class CheckedStream extends FilterOutputStream {
  private final MessageDigest digest;
  private long size;

  CheckedStream(OutputStream out) {
    super(out);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    digest.update((byte) b);
    size++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    digest.update(bytes, from, length);
    size += length;
  }

  /** The checksum of everything so far; asked once. */
  Checksum checksum() {
    return new Checksum(size, HexFormat.of().formatHex(digest.digest()));
  }
}
