package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Trained factor analysis. {@link #transform} adds the posterior means of the factors and the log
 * density of a row.
 */
public final class FactorAnalysisModel extends LinearGaussianModel<FactorAnalysisModel>
    implements FactorAnalysisParams {
  private static final long serialVersionUID = 1L;

  /**
   * A model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if its noise is not diagonal, or the names do not fit
   */
  public FactorAnalysisModel(String uid, FactorModel model, List<String> featureNames) {
    this(uid, namesOr(featureNames, model), model);
    if (model.noiseType() != NoiseType.DIAGONAL) {
      throw new IllegalArgumentException(
          "model: its noise must be diagonal but is " + model.noiseType().label());
    }
    set(latentDimensions(), model.latentDimensions());
    set(rotation(), model.rotation().label());
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public FactorAnalysisModel() {
    this(SparkMlBridge.randomUid("FactorAnalysisModel"), List.of(), null);
  }

  private FactorAnalysisModel(
      String uid, List<String> featureNames, @Nullable FactorModel modelOrNone) {
    super(uid, modelOrNone, featureNames);
    FactorAnalysisParams.init(this);
  }

  @Override
  FactorAnalysisModel same() {
    return new FactorAnalysisModel(uid(), featureNames(), fittedOrNone());
  }

  /** The variance of the noise of each feature. */
  public Vector noiseVariances() {
    return Vectors.dense(fitted().noise());
  }

  /**
   * The communality of each feature: the share of its variance that the factors explain, {@code
   * |W_d|^2 / (|W_d|^2 + psi_d)}. The rest is its uniqueness.
   */
  public Vector communalities() {
    int h = fitted().latentDimensions();
    double[] loadings = fitted().loadings();
    double[] noise = fitted().noise();
    double[] shares = new double[noise.length];
    Arrays.setAll(
        shares,
        j -> {
          double common = 0;
          for (int i = 0; i < h; i++) {
            common += loadings[j * h + i] * loadings[j * h + i];
          }
          return common / (common + noise[j]);
        });
    return Vectors.dense(shares);
  }

  /** A reader of saved models. */
  public static MLReader<FactorAnalysisModel> read() {
    return new StageReader<>(FactorAnalysisModel.class, StoredModel::readFactorAnalysis);
  }

  /** Reads a model that was saved by {@link #save} or {@link #write}. */
  public static FactorAnalysisModel load(String path) {
    return read().load(path);
  }

  /** Reads a model from a folder that the command {@code train} wrote. */
  public static FactorAnalysisModel fromFolder(String path) {
    return StoredModel.readFactorAnalysis(
        path,
        SparkMlBridge.randomUid("FactorAnalysisModel"),
        SparkSession.active().sparkContext().hadoopConfiguration());
  }
}
