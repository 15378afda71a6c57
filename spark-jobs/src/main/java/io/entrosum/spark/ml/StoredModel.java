package io.entrosum.spark.ml;

import io.entrosum.family.GaussianComponents;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where a Spark ML model keeps its parameters: in Entrosum's own model folder, under {@code data}
 * beside Spark's {@code metadata}.
 */
final class StoredModel {
  private static final String DATA = "data";
  private static final String METADATA = "metadata";

  private StoredModel() {}

  /** Writes the parameters of a model that Spark ML saves at a path. */
  static void write(GaussianMixtureModel model, String path, Configuration configuration) {
    try {
      HadoopFolder.of(new Path(path, DATA), configuration)
          .write(new ModelFile(model.mixture(), model.featureNames(), Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the parameters of a model.
   *
   * @param path that Spark ML saved a model at, or a model folder
   * @throws InvalidModelException if there is no model, it is damaged, or not a Gaussian mixture
   */
  static GaussianMixtureModel read(String path, String uid, Configuration configuration) {
    try {
      Path root = new Path(path);
      boolean savedBySpark = root.getFileSystem(configuration).exists(new Path(root, METADATA));
      Path folder = savedBySpark ? new Path(root, DATA) : root;
      return model(ModelFolder.load(HadoopFolder.of(folder, configuration)), uid, path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": " + e.getMessage(), e);
    }
  }

  private static GaussianMixtureModel model(ModelFile file, String uid, String path) {
    if (file.model() instanceof Mixture mixture
        && mixture.components() instanceof GaussianComponents) {
      return new GaussianMixtureModel(uid, mixture, file.columns());
    }
    throw new InvalidModelException(
        path,
        "is not a Gaussian mixture but a model of type " + file.model().type(),
        "give the folder of a Gaussian mixture");
  }
}
