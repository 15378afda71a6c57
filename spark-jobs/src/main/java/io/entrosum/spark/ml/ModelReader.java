package io.entrosum.spark.ml;

import org.apache.spark.ml.util.MLReader;

/** Reads what {@link ModelWriter} saved. */
final class ModelReader extends MLReader<GaussianMixtureModel> {
  @Override
  public GaussianMixtureModel load(String path) {
    SparkMlBridge.Saved saved = SparkMlBridge.loadMetadata(path, sc(), GaussianMixtureModel.class);
    return saved.apply(StoredModel.read(path, saved.uid(), sc().hadoopConfiguration()));
  }
}
