package io.entrosum.spark.ml;

import io.entrosum.family.FactorComponents;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.FactorModel;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelStorage;
import io.entrosum.spark.storage.OutputFolder;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Where a Spark ML model keeps its parameters: in Entrosum's own model folder, under {@code data}
 * beside Spark's {@code metadata}.
 */
final class StoredModel {
  private StoredModel() {}

  /** Writes the parameters of a model that Spark ML saves at a path. */
  static void write(
      String path,
      LatentModel<?> model,
      List<String> columns,
      Map<String, String> metadata,
      Configuration configuration) {
    ModelFile file = new ModelFile(model, columns, metadata);
    try (OutputFolder folder =
        OutputFolder.open(data(path), OutputFolder.Mode.FAIL, configuration)) {
      folder.write(ModelFolder.MODEL, file::write);
      folder.writeManifest();
      folder.publish();
    }
  }

  private static ModelFile read(String path, Configuration configuration) {
    boolean savedBySpark = FileSystems.matches(path + "/metadata", configuration);
    return ModelStorage.load(savedBySpark ? data(path) : path, configuration);
  }

  /**
   * Reads a Gaussian mixture.
   *
   * @param path that Spark ML saved a model at, or a model folder
   * @throws InvalidModelException if there is no model, it is damaged, or not a Gaussian mixture
   */
  static GaussianMixtureModel readGaussian(String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    if (file.model() instanceof Mixture mixture
        && mixture.components() instanceof GaussianComponents) {
      return new GaussianMixtureModel(uid, mixture, file.columns());
    }
    throw wrongType(path, file, "a Gaussian mixture");
  }

  /**
   * Reads a mixture of factor analysers.
   *
   * @throws InvalidModelException if there is no model, it is damaged, or of another type
   */
  static MixtureOfFactorAnalyzersModel readFactorAnalyzers(
      String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    if (file.model() instanceof Mixture mixture
        && mixture.components() instanceof FactorComponents) {
      return new MixtureOfFactorAnalyzersModel(uid, mixture, file.columns());
    }
    throw wrongType(path, file, "a mixture of factor analysers");
  }

  /**
   * Reads probabilistic PCA.
   *
   * @throws InvalidModelException if there is no model, it is damaged, or of another type
   */
  static ProbabilisticPcaModel readPpca(String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    return new ProbabilisticPcaModel(
        uid, factors(path, file, NoiseType.ISOTROPIC, "probabilistic PCA"), file.columns());
  }

  /** Reads the model of a whitening, see {@link #readPpca}. */
  static WhiteningModel readWhitening(String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    return new WhiteningModel(
        uid, factors(path, file, NoiseType.ISOTROPIC, "probabilistic PCA"), file.columns());
  }

  /**
   * Reads factor analysis.
   *
   * @throws InvalidModelException if there is no model, it is damaged, or of another type
   */
  static FactorAnalysisModel readFactorAnalysis(
      String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    return new FactorAnalysisModel(
        uid, factors(path, file, NoiseType.DIAGONAL, "factor analysis"), file.columns());
  }

  /**
   * Reads sparse coding.
   *
   * @throws InvalidModelException if there is no model, it is damaged, or of another type
   */
  static SparseCodingModel readSparseCoding(String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    if (file.model() instanceof io.entrosum.model.SparseCodingModel model) {
      return new SparseCodingModel(uid, model, file.columns());
    }
    if (file.model() instanceof AmortisedCodingModel) {
      throw new InvalidModelException(
          path,
          "has amortised posteriors, which stages of Spark ML do not have",
          "score it by the command score, or train full or diagonal posteriors from it");
    }
    throw wrongType(path, file, "sparse coding");
  }

  private static FactorModel factors(String path, ModelFile file, NoiseType noise, String wanted) {
    if (file.model() instanceof FactorModel factors && factors.noiseType() == noise) {
      return factors;
    }
    throw wrongType(path, file, wanted);
  }

  /**
   * The error of a model of another type.
   *
   * @param wanted the type, as a sentence has it
   */
  private static InvalidModelException wrongType(String path, ModelFile file, String wanted) {
    return new InvalidModelException(
        path,
        "is not " + wanted + " but a model of type " + file.model().type(),
        "give the folder of " + wanted);
  }

  /**
   * Reads a mixture of any families.
   *
   * @param path that Spark ML saved a model at, or a model folder
   * @throws InvalidModelException if there is no model, it is damaged, or not a mixture
   */
  static MixtureModel readMixture(String path, String uid, Configuration configuration) {
    ModelFile file = read(path, configuration);
    if (!(file.model() instanceof Mixture mixture)) {
      throw wrongType(path, file, "a mixture");
    }
    try {
      return new MixtureModel(
          uid, new NamedMixture(mixture, file.columns(), NamedMixture.categories(file.metadata())));
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(
          path, "cannot be used (" + e.getMessage() + ")", "train the model again");
    }
  }

  private static String data(String path) {
    return path + "/data";
  }
}
