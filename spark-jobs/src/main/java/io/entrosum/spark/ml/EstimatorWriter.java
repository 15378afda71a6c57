package io.entrosum.spark.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;

/** Saves an estimator, and with it the model that it starts from if that was given as an object. */
final class EstimatorWriter extends MLWriter {
  static final String INITIAL_MODEL = "initialModel";

  private final GaussianMixture estimator;

  EstimatorWriter(GaussianMixture estimator) {
    this.estimator = estimator;
  }

  @Override
  public void saveImpl(String path) {
    SparkMlBridge.saveMetadata(estimator, path, sc());
    GaussianMixtureModel start = estimator.start();
    if (start != null) {
      try {
        start.save(new Path(path, INITIAL_MODEL).toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
