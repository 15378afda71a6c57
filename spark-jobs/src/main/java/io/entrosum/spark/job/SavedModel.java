package io.entrosum.spark.job;

import io.entrosum.io.ModelFile;
import io.entrosum.model.FactorModel;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.VaeModel;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.Storage;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelStorage;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A trained model of any type with the names of its columns.
 *
 * @param metadata free text of the model file
 */
record SavedModel(LatentModel<?> model, List<String> columns, Map<String, String> metadata)
    implements Serializable {
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
    ModelFile file = ModelStorage.load(location, hadoop);
    return new SavedModel(file.model(), file.columns(), file.metadata());
  }

  /**
   * This model as a mixture.
   *
   * @throws JobException if it is of another type
   */
  SavedMixture mixture(String key) {
    if (model instanceof Mixture mixture) {
      return new SavedMixture(mixture, columns, metadata);
    }
    throw JobException.usage(key + ": must be a mixture but is of type " + model.type());
  }

  /**
   * This model as probabilistic PCA or factor analysis.
   *
   * @throws JobException if it is of another type
   */
  FactorModel factors(String key) {
    if (model instanceof FactorModel factors) {
      return factors;
    }
    throw JobException.usage(
        key + ": must be of type ppca or factor-analysis but is of type " + model.type());
  }

  /**
   * This model as sparse coding.
   *
   * @throws JobException if it is of another type
   */
  SparseCodingModel coding(String key) {
    if (model instanceof SparseCodingModel coding) {
      return coding;
    }
    throw JobException.usage(
        key + ": must be of type sparse-coding but is of type " + model.type());
  }

  /**
   * This model as an autoencoder.
   *
   * @throws JobException if it is of another type
   */
  VaeModel vae(String key) {
    if (model instanceof VaeModel vae) {
      return vae;
    }
    throw JobException.usage(key + ": must be of type vae but is of type " + model.type());
  }

  /**
   * This model as a sigmoid belief network.
   *
   * @throws JobException if it is of another type
   */
  SigmoidBeliefNetwork belief(String key) {
    if (model instanceof SigmoidBeliefNetwork belief) {
      return belief;
    }
    throw JobException.usage(
        key + ": must be of type sigmoid-belief-network but is of type " + model.type());
  }

  /** How the columns are read: with the categories and domains that the model has. */
  ColumnReading reading() {
    if (model instanceof SigmoidBeliefNetwork) {
      return SigmoidBeliefJob.reading(columns.size());
    }
    return model instanceof Mixture mixture
        ? new SavedMixture(mixture, columns, metadata).reading()
        : ColumnReading.none(columns.size());
  }

  /** How rows of other data are to be read for this model. */
  Storage storage() {
    return model instanceof FactorModel ? Storage.AUTO : Storage.DENSE;
  }

  /** Whether values may be missing. */
  boolean marginalises() {
    return model instanceof Mixture mixture
        ? mixture.components().marginalises()
        : model instanceof FactorModel;
  }

  /** Why missing values of a column cannot be filled in, or null. */
  @Nullable String fillProblem(int column) {
    return model instanceof Mixture mixture ? mixture.components().fillProblem(column) : null;
  }

  /** What scoring a row gives. */
  RowScores scores(ScoreConfig config) {
    if (model instanceof SparseCodingModel coding) {
      return new SparseCodingScores(coding, config.codes(), config.reconstruction());
    }
    if (config.codes() != ScoreConfig.Codes.MEAN) {
      throw JobException.usage(
          "score.codes: must be mean for a model of type "
              + model.type()
              + " but was "
              + config.codes().label());
    }
    if (model instanceof SigmoidBeliefNetwork belief) {
      return new SigmoidBeliefScores(belief, config.reconstruction());
    }
    if (model instanceof VaeModel vae) {
      return new VaeScores(vae, config.reconstruction());
    }
    if (model instanceof Mixture mixture) {
      if (config.reconstruction()) {
        throw JobException.usage("score.reconstruction: a mixture has none (set it to false)");
      }
      return new MixtureScores(mixture);
    }
    return new FactorScores(factors("score.model"), config.reconstruction());
  }

  /** The model in words and numbers. */
  ModelDescription description() {
    if (model instanceof SparseCodingModel coding) {
      return new SparseCodingDescription(coding, columns);
    }
    if (model instanceof SigmoidBeliefNetwork belief) {
      return new SigmoidBeliefDescription(belief, columns);
    }
    if (model instanceof VaeModel vae) {
      return new VaeDescription(vae, columns);
    }
    return model instanceof Mixture mixture
        ? new MixtureDescription(new SavedMixture(mixture, columns, metadata))
        : new FactorDescription(factors("inspect"), columns);
  }

  /** Rows drawn from the model. */
  RowSource samples(long seed) {
    if (model instanceof Mixture mixture) {
      if (columns.contains(MixtureSamples.COMPONENT)) {
        throw JobException.usage("--model: has a column component already, which generate adds");
      }
      return new MixtureSamples(new SavedMixture(mixture, columns, metadata), seed);
    }
    if (model instanceof SigmoidBeliefNetwork belief) {
      return new NumberSamples(() -> belief::sample, columns, seed);
    }
    if (model instanceof VaeModel vae) {
      return NumberSamples.of(vae, columns, seed);
    }
    return model instanceof SparseCodingModel coding
        ? NumberSamples.of(coding, columns, seed)
        : NumberSamples.of(factors("--model"), columns, seed);
  }
}
