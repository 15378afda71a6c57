package io.entrosum.spark.ml;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A summary on the local disk of a Spark Connect server, which moves models out of memory and back.
 */
final class SummaryFile {
  private SummaryFile() {}

  /** Writes a summary, without its predictions. */
  static void write(TrainingSummary summary, String path) {
    try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(Path.of(path)))) {
      out.writeObject(summary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param type the class of the summary
   */
  static <S extends TrainingSummary> S read(String path, Class<S> type) {
    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(Path.of(path)))) {
      return type.cast(in.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(path + ": is of another version of Entrosum", e);
    }
  }
}
