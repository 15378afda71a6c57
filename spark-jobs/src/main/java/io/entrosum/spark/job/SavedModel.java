package io.entrosum.spark.job;

import io.entrosum.io.ModelFile;
import io.entrosum.model.FactorModel;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SparseCoding;
import io.entrosum.model.VaeModel;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.Storage;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelStorage;
import io.entrosum.train.Pass;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A trained model with the names of its columns: what commands do with it. One implementation a
 * kind of model.
 */
interface SavedModel extends Serializable {
  /** The model. */
  LatentModel<?> model();

  /** The names of its columns. */
  List<String> columns();

  /** Free text of the model file. */
  Map<String, String> metadata();

  /**
   * Loads a model.
   *
   * @param key what says where it is, for messages
   * @throws JobException if there is nothing there
   */
  static SavedModel load(String key, String location, Configuration hadoop) {
    if (!FileSystems.matches(location, hadoop)) {
      throw JobException.usage(key + ": no such file or folder: " + location);
    }
    return of(ModelStorage.load(location, hadoop));
  }

  private static SavedModel of(ModelFile file) {
    LatentModel<?> model = file.model();
    List<String> columns = file.columns();
    Map<String, String> metadata = file.metadata();
    if (model instanceof Mixture mixture) {
      return new SavedMixture(mixture, columns, metadata);
    }
    if (model instanceof FactorModel factors) {
      return new SavedFactors(factors, columns, metadata);
    }
    if (model instanceof SparseCoding<?> coding) {
      return new SavedSparseCoding(coding, columns, metadata);
    }
    if (model instanceof SigmoidBeliefNetwork belief) {
      return new SavedSigmoidBelief(belief, columns, metadata);
    }
    if (model instanceof VaeModel vae) {
      return new SavedVae(vae, columns, metadata);
    }
    throw new IllegalStateException("no commands for models of type " + model.type());
  }

  /**
   * This as a model of one kind.
   *
   * @param key what says where it is, for messages
   * @param types of the kind, for messages
   * @throws JobException if it is of another
   */
  default <S extends SavedModel> S as(Class<S> kind, String key, String types) {
    if (!kind.isInstance(this)) {
      throw JobException.usage(
          key + ": must be of type " + types + " but is of type " + model().type());
    }
    return kind.cast(this);
  }

  /** How the columns are read: with the categories and domains that the model has. */
  default ColumnReading reading() {
    return ColumnReading.none(columns().size());
  }

  /** How rows of other data are to be read for this model. */
  default Storage storage() {
    return Storage.DENSE;
  }

  /** Whether values may be missing. */
  default boolean marginalises() {
    return false;
  }

  /** Why missing values of a column cannot be filled in, or null. */
  default @Nullable String fillProblem(int column) {
    return null;
  }

  /**
   * What scoring a row gives.
   *
   * @throws JobException if something is wanted that the model does not have
   */
  RowScores scores(ScoreConfig config);

  /**
   * Figures of other models with its parameters on the same data, by name.
   *
   * @param bound of this model
   */
  default Map<String, Double> comparisons(Pass pass, double bound) {
    return Map.of();
  }

  /** The model in words and numbers. */
  ModelDescription description();

  /** Rows drawn from the model. */
  RowSource samples(long seed);
}
