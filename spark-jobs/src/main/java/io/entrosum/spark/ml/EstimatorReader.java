package io.entrosum.spark.ml;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link EstimatorWriter} saved. */
final class EstimatorReader extends MLReader<GaussianMixture> {
  @Override
  public GaussianMixture load(String path) {
    SparkMlBridge.Saved saved = SparkMlBridge.loadMetadata(path, sc(), GaussianMixture.class);
    GaussianMixture estimator = saved.apply(new GaussianMixture(saved.uid()));
    Path start = new Path(path, EstimatorWriter.INITIAL_MODEL);
    try {
      if (start.getFileSystem(sc().hadoopConfiguration()).exists(start)) {
        estimator.startFrom(GaussianMixtureModel.load(start.toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return estimator;
  }
}
