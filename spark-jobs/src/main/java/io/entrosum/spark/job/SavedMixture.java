package io.entrosum.spark.job;

import io.entrosum.family.GaussianComponents;
import io.entrosum.io.ModelFile;
import io.entrosum.model.Mixture;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelStorage;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * A trained mixture with the names of its columns.
 *
 * @param metadata free text of the model file
 */
record SavedMixture(
    Mixture mixture,
    GaussianComponents gaussian,
    List<String> columns,
    Map<String, String> metadata)
    implements java.io.Serializable {
  /** What the values of the columns may be. */
  ColumnReading reading() {
    return ColumnReading.none(columns.size());
  }

  /**
   * Loads a mixture.
   *
   * @param key what says where it is, for messages
   * @throws JobException if there is nothing there, or another type of model
   */
  static SavedMixture load(String key, String location, Configuration hadoop) {
    if (!FileSystems.matches(location, hadoop)) {
      throw JobException.usage(key + ": no such file or folder: " + location);
    }
    ModelFile file = ModelStorage.load(location, hadoop);
    if (file.model() instanceof Mixture mixture
        && mixture.components() instanceof GaussianComponents gaussian) {
      return new SavedMixture(mixture, gaussian, file.columns(), file.metadata());
    }
    throw JobException.usage(key + ": " + location + " is no Gaussian mixture");
  }
}
