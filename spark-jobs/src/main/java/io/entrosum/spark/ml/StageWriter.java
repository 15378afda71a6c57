package io.entrosum.spark.ml;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLWriter;

/** Saves a stage: Spark's metadata, and beside it what is no parameter. */
final class StageWriter extends MLWriter {
  private final Params stage;
  private final Content content;

  StageWriter(Params stage, Content content) {
    this.stage = stage;
    this.content = content;
  }

  /** Writes what is no parameter. */
  interface Content {
    void write(String path, Configuration configuration);
  }

  @Override
  public void saveImpl(String path) {
    SparkMlBridge.saveMetadata(stage, path, sc());
    content.write(SparkMlBridge.location(path), sc().hadoopConfiguration());
  }
}
