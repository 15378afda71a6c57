package io.entrosum.spark.ml;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link StageWriter} saved. */
final class StageReader<T extends Params> extends MLReader<T> {
  private final Class<T> type;
  private final Content<T> content;

  StageReader(Class<T> type, Content<T> content) {
    this.type = type;
    this.content = content;
  }

  /** Makes a stage from what is saved beside its parameters. */
  interface Content<T> {
    T read(String path, String uid, Configuration configuration);
  }

  @Override
  public T load(String path) {
    SparkMlBridge.Saved saved = SparkMlBridge.loadMetadata(path, sc(), type);
    String location = SparkMlBridge.location(path);
    return saved.apply(content.read(location, saved.uid(), sc().hadoopConfiguration()));
  }
}
