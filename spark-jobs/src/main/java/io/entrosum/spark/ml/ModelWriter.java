package io.entrosum.spark.ml;

import org.apache.spark.ml.util.MLWriter;

/** Saves a model: Spark's metadata, and the parameters as a model folder under {@code data}. */
final class ModelWriter extends MLWriter {
  private final GaussianMixtureModel model;

  ModelWriter(GaussianMixtureModel model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    SparkMlBridge.saveMetadata(model, path, sc());
    StoredModel.write(model, path, sc().hadoopConfiguration());
  }
}
