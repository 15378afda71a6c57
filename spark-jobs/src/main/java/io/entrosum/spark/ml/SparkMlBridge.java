package io.entrosum.spark.ml;

import java.nio.file.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.ReadWriteUtils$;
import scala.Option;

/**
 * What Spark ML keeps private to Scala and every other language has to reach around: identifiers,
 * and the metadata of saved stages. A change in Spark is answered in this class. The methods that
 * take a {@code SparkContext} exist in Spark 3.5 and in Spark 4, {@link #location} needs Spark 4.1.
 */
@SuppressWarnings("deprecation") // the methods that both lines of Spark have
final class SparkMlBridge {
  private SparkMlBridge() {}

  /** A new identifier of a stage. */
  static String randomUid(String prefix) {
    return Identifiable$.MODULE$.randomUID(prefix);
  }

  /**
   * A path as Hadoop's client is to take it: on the local disk, where Spark Connect moves models
   * out of memory; else as it is.
   */
  static String location(String path) {
    boolean local = (Boolean) ReadWriteUtils$.MODULE$.localSavingModeState().get();
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
