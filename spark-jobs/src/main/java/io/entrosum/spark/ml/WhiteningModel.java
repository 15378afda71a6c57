package io.entrosum.spark.ml;

import io.entrosum.data.Block;
import io.entrosum.model.FactorModel;
import io.entrosum.model.Whitening;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Whitens vectors under the covariance of probabilistic PCA: uncorrelated, of variance 1, and
 * nothing blown up in directions that the data does not have.
 *
 * <p>Mode {@code zca} gives D numbers, as near to the row as can be, mode {@code pca} the H
 * coordinates along the principal axes. {@link ProbabilisticPcaModel#whitening()} makes one.
 */
public final class WhiteningModel extends Transformer implements WhiteningParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final ParamStore store = new ParamStore();
  private final String uid;
  private final @Nullable FactorModel model;
  private final ArrayList<String> featureNames;

  /**
   * The whitening of a model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if its noise is not isotropic
   */
  public WhiteningModel(String uid, FactorModel model, List<String> featureNames) {
    this(uid, FittedModel.namesOr(featureNames, model), model);
    Whitening.of(model, Whitening.Mode.ZCA); // has the check
  }

  /** A stage without parameters, for the registry of Spark Connect; it whitens nothing. */
  public WhiteningModel() {
    this(SparkMlBridge.randomUid("WhiteningModel"), List.of(), null);
  }

  private WhiteningModel(String uid, List<String> featureNames, @Nullable FactorModel modelOrNone) {
    this.uid = uid;
    this.model = modelOrNone;
    this.featureNames = new ArrayList<>(featureNames);
    WhiteningParams.init(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ParamStore store() {
    return store;
  }

  /** Sets the column of rows: a vector or an array of numbers. Default features. */
  public WhiteningModel setInputCol(String value) {
    return (WhiteningModel) set(inputCol(), value);
  }

  /** Sets the column of whitened rows. Default whitened. */
  public WhiteningModel setOutputCol(String value) {
    return (WhiteningModel) set(outputCol(), value);
  }

  /** Sets what whitened rows are: zca (default) or pca. */
  public WhiteningModel setMode(String value) {
    return (WhiteningModel) set(mode(), value);
  }

  /** Sets what happens to rows with invalid values: error (default) or skip. */
  public WhiteningModel setHandleInvalid(String value) {
    return (WhiteningModel) set(handleInvalid(), value);
  }

  /** The whitening itself, which works without Spark too. */
  public Whitening whitening() {
    return Whitening.of(fitted(), Whitening.Mode.of(getMode()));
  }

  private FactorModel fitted() {
    if (model == null) {
      throw new IllegalStateException("model: this one has no parameters; fit or load one");
    }
    return model;
  }

  private Map<String, StructField> outputs() {
    boolean all = getMode().equals(Whitening.Mode.ZCA.label());
    return OutputColumns.of(this, all ? fitted().dimensions() : fitted().latentDimensions());
  }

  private RowInput input(StructType schema) {
    FeatureColumns features = VectorSchema.features(List.of(getInputCol()), "inputCol", schema);
    InvalidPolicy policy =
        getHandleInvalid().equals(CommonParams.SKIP) ? InvalidPolicy.SKIP : InvalidPolicy.FAIL;
    return VectorSchema.input(features, schema, fitted().dimensions(), policy, "skip");
  }

  @Override
  public StructType transformSchema(StructType schema) {
    input(schema);
    return OutputColumns.added(outputs(), schema);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    FeatureVector input = (FeatureVector) input(dataset.schema());
    return new Scoring(input, input.policy(), outputs())
        .transform(dataset.toDF(), whitening(), new Whitened());
  }

  @Override
  public WhiteningModel copy(ParamMap extra) {
    return copyValues(new WhiteningModel(uid, featureNames, model), extra);
  }

  @Override
  public MLWriter write() {
    FactorModel stored = fitted();
    return new StageWriter(
        this, (path, conf) -> StoredModel.write(path, stored, featureNames, Map.of(), conf));
  }

  /** A reader of saved stages. */
  public static MLReader<WhiteningModel> read() {
    return new StageReader<>(WhiteningModel.class, StoredModel::readWhitening);
  }

  /** Reads a stage that was saved by {@link #save} or {@link #write}. */
  public static WhiteningModel load(String path) {
    return read().load(path);
  }

  private record Whitened() implements Recipe<Whitening> {
    @Override
    public Function<Row, Object[]> scorer(Whitening whitening, RowInput input) {
      return row -> new Object[] {Vectors.dense(whitening.apply(Block.ofRow(input.of(row))))};
    }
  }
}
