package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorSpec;
import io.entrosum.model.FactorModel;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Trained probabilistic PCA. {@link #transform} adds the posterior means of the factors, which are
 * coordinates along the principal axes, and the log density of a row.
 */
public final class ProbabilisticPcaModel extends LinearGaussianModel<ProbabilisticPcaModel> {
  private static final long serialVersionUID = 1L;

  /**
   * A model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if its noise is not isotropic, or the names do not fit
   */
  public ProbabilisticPcaModel(String uid, FactorModel model, List<String> featureNames) {
    this(uid, namesOr(featureNames, model), model);
    if (model.noiseType() != NoiseType.ISOTROPIC) {
      throw new IllegalArgumentException(
          "model: its noise must be isotropic but is " + model.noiseType().label());
    }
    set(latentDimensions(), model.latentDimensions());
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public ProbabilisticPcaModel() {
    this(SparkMlBridge.randomUid("ProbabilisticPcaModel"), List.of(), null);
  }

  private ProbabilisticPcaModel(
      String uid, List<String> featureNames, @Nullable FactorModel modelOrNone) {
    super(uid, modelOrNone, featureNames);
    FactorParams.init(this, FactorSpec.PPCA_FLOOR);
  }

  @Override
  ProbabilisticPcaModel same() {
    return new ProbabilisticPcaModel(uid(), featureNames(), fittedOrNone());
  }

  /** The variance of the noise in every direction. */
  public double noiseVariance() {
    return fitted().noise()[0];
  }

  /**
   * The share of the variance along each principal axis, largest first: {@code (|W_h|^2 + s2) / tr
   * C}. Where no values were missing and the noise floor did not hold, {@code C} has the variance
   * of the data, and the shares are those of MLlib's {@code PCA}.
   */
  public Vector explainedVariance() {
    int h = fitted().latentDimensions();
    double[] loadings = fitted().loadings();
    double[] along = new double[h];
    for (int at = 0; at < loadings.length; at++) {
      along[at % h] += loadings[at] * loadings[at];
    }
    double total = numFeatures() * noiseVariance();
    for (double variance : along) {
      total += variance;
    }
    for (int i = 0; i < h; i++) {
      along[i] = (along[i] + noiseVariance()) / total;
    }
    return Vectors.dense(along);
  }

  /**
   * The transformer that whitens rows under the covariance of this model; symmetric by default. It
   * reads one column: that of the features of this model, unless those are several columns.
   */
  public WhiteningModel whitening() {
    WhiteningModel whitening =
        new WhiteningModel(SparkMlBridge.randomUid("WhiteningModel"), fitted(), featureNames());
    return getFeaturesCols().length == 0 ? whitening.setInputCol(getFeaturesCol()) : whitening;
  }

  /** A reader of saved models. */
  public static MLReader<ProbabilisticPcaModel> read() {
    return new StageReader<>(ProbabilisticPcaModel.class, StoredModel::readPpca);
  }

  /** Reads a model that was saved by {@link #save} or {@link #write}. */
  public static ProbabilisticPcaModel load(String path) {
    return read().load(path);
  }

  /** Reads a model from a folder that the command {@code train} wrote. */
  public static ProbabilisticPcaModel fromFolder(String path) {
    return StoredModel.readPpca(
        path,
        SparkMlBridge.randomUid("ProbabilisticPcaModel"),
        SparkSession.active().sparkContext().hadoopConfiguration());
  }
}
