package io.entrosum.spark.ml;

import java.nio.file.Path;
import java.util.Objects;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * What Spark ML keeps private to Scala and every other language has to reach around: identifiers,
 * and the metadata of saved stages. A change in Spark is answered in this class. The methods that
 * take a {@code SparkContext} exist in Spark 3.5 and in Spark 4.
 */
@SuppressWarnings("deprecation") // the methods that both lines of Spark have
final class SparkMlBridge {
  /** Whether a thread saves on the local disk; null before Spark 4.1, where none does. */
  private static final @Nullable ThreadLocal<?> LOCAL_SAVING = localSaving();

  private SparkMlBridge() {}

  private static @Nullable ThreadLocal<?> localSaving() {
    try {
      Class<?> type = Class.forName("org.apache.spark.ml.util.ReadWriteUtils$");
      Object utils = type.getField("MODULE$").get(null);
      return (ThreadLocal<?>) type.getMethod("localSavingModeState").invoke(utils);
    } catch (ClassNotFoundException e) {
      return null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          String.format(
              "Spark %s: does not say where models are saved as Spark 4.1 does; Entrosum has to be"
                  + " adapted to it",
              org.apache.spark.package$.MODULE$.SPARK_VERSION()),
          e);
    }
  }

  /**
   * A new identifier of a stage.
   *
   * @throws IllegalStateException if this was built for Spark 4 and an older one runs
   */
  static String randomUid(String prefix) {
    try {
      Objects.requireNonNull(SparkSummary.class); // loads it
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          String.format(
              "Spark %s: these Spark ML stages are built for Spark 4; build Entrosum with the Maven"
                  + " profile of this version, e.g. -Pspark-3.5",
              org.apache.spark.package$.MODULE$.SPARK_VERSION()),
          e);
    }
    return Identifiable$.MODULE$.randomUID(prefix);
  }

  /**
   * A path as Hadoop's client is to take it: on the local disk, where Spark Connect moves models
   * out of memory; else as it is.
   */
  static String location(String path) {
    boolean local = LOCAL_SAVING != null && (Boolean) LOCAL_SAVING.get();
    return local ? Path.of(path).toUri().toString() : path;
  }

  /** Writes class, identifier and parameters of a stage. */
  static void saveMetadata(Params stage, String path, SparkContext context) {
    DefaultParamsWriter.saveMetadata(stage, path, context, Option.empty(), Option.empty());
  }

  /**
   * Reads the metadata of a stage.
   *
   * @param type the class that it must be of
   */
  static Saved loadMetadata(String path, SparkContext context, Class<?> type) {
    return new Saved(DefaultParamsReader.loadMetadata(path, context, type.getName()));
  }

  /** The metadata of a saved stage. */
  record Saved(DefaultParamsReader.Metadata metadata) {
    String uid() {
      return metadata.uid();
    }

    /** Gives a stage the saved parameters. */
    <T extends Params> T apply(T stage) {
      metadata.getAndSetParams(stage, metadata.getAndSetParams$default$2());
      return stage;
    }
  }
}
