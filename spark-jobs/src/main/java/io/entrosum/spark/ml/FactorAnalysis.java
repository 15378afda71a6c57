package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorSpec;
import io.entrosum.model.FactorModel;
import java.util.Arrays;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;

/**
 * Fits factor analysis: a few factors explain what columns have in common, and each column has
 * noise of its own.
 *
 * <pre>{@code
 * FactorAnalysisModel model =
 *     new FactorAnalysis().setLatentDimensions(2).setRotation("varimax").fit(data);
 * model.loadings();
 * }</pre>
 */
public final class FactorAnalysis extends FactorSetters<FactorAnalysisModel, FactorAnalysis>
    implements FactorAnalysisParams {
  private static final long serialVersionUID = 1L;

  /** An estimator with a new identifier. */
  public FactorAnalysis() {
    this(SparkMlBridge.randomUid("FactorAnalysis"));
  }

  /** An estimator with a given identifier. */
  public FactorAnalysis(String uid) {
    super(uid);
    FactorAnalysisParams.init(this);
  }

  /** Sets what loadings are rotated to: principal (default) or varimax. */
  public FactorAnalysis setRotation(String value) {
    return with(rotation(), value);
  }

  @Override
  public FactorAnalysisModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    FactorModel.Rotation rotation =
        Arrays.stream(FactorModel.Rotation.values())
            .filter(one -> one.label().equals(getRotation()))
            .findFirst()
            .orElseThrow(); // the parameter takes no other value
    FactorSpec spec =
        new FactorSpec(
            getLatentDimensions(),
            NoiseType.DIAGONAL,
            getNoiseFloor(),
            rotation,
            chosenMethod(),
            getSeed());
    return FactorFitting.fit(this, spec, dataset, FactorAnalysisModel::new);
  }

  /** A reader of saved estimators. */
  public static MLReader<FactorAnalysis> read() {
    return new StageReader<>(
        FactorAnalysis.class, (path, uid, configuration) -> new FactorAnalysis(uid));
  }

  /** Reads an estimator that was saved by {@link #save} or {@link #write}. */
  public static FactorAnalysis load(String path) {
    return read().load(path);
  }
}
