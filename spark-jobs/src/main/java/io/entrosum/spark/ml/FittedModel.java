package io.entrosum.spark.ml;

import io.entrosum.model.LatentModel;
import io.entrosum.spark.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * What every model has: its identifier, what was fitted, the names of its features, the summary of
 * its training, and how it transforms, is copied and saved.
 *
 * @param <M> itself
 * @param <L> what is fitted
 * @param <S> its summary
 */
abstract class FittedModel<
        M extends FittedModel<M, L, S>, L extends LatentModel<L>, S extends TrainingSummary>
    extends Model<M> implements CommonParams, HasTrainingSummary<S>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final ParamStore store = new ParamStore();
  private final String uid;
  private final @Nullable L fitted;
  private final ArrayList<String> featureNames;
  private transient @Nullable S summary;

  /**
   * A model.
   *
   * @param fitted null for one without parameters, which scores nothing
   * @throws IllegalArgumentException if the number of names is not that of the features
   */
  FittedModel(String uid, @Nullable L fitted, List<String> featureNames) {
    this.uid = uid;
    this.fitted = fitted;
    this.featureNames = new ArrayList<>(featureNames);
    if (fitted != null && featureNames.size() != fitted.dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "featureNames: must be %d but are %d", fitted.dimensions(), featureNames.size()));
    }
  }

  /** The names given, or {@code features[0]} and so on where there are none. */
  static List<String> namesOr(List<String> names, LatentModel<?> model) {
    List<String> made = new ArrayList<>(names);
    for (int j = 0; names.isEmpty() && j < model.dimensions(); j++) {
      made.add("features[" + j + "]");
    }
    return made;
  }

  /** What was fitted. */
  final L fitted() {
    if (fitted == null) {
      throw new IllegalStateException("model: this one has no parameters; fit or load one");
    }
    return fitted;
  }

  /** What was fitted, null if nothing was. */
  final @Nullable L fittedOrNone() {
    return fitted;
  }

  /** Another object of the same identifier and with the same model, parameters not yet copied. */
  abstract M same();

  /** How features are read from rows of a data set; has every check that needs no data. */
  abstract RowInput input(StructType schema);

  /** The columns that are added, by the parameter that names them. */
  abstract Map<String, StructField> outputs();

  /** How rows are scored. */
  abstract Recipe<L> recipe();

  /** A data set as blocks, with weights. */
  abstract Blocks read(Dataset<Row> rows);

  /** The size of the model for {@code toString}, e.g. {@code k=2}. */
  abstract String size();

  /** Text that is saved with the model. */
  Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public final String uid() {
    return uid;
  }

  @Override
  public final ParamStore store() {
    return store;
  }

  @SuppressWarnings("unchecked") // M is the class of this object
  final <T> M with(Param<T> param, T value) {
    return (M) set(param, value);
  }

  /** Sets the weight column that {@code evaluate} reads. */
  public M setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets what happens to rows with invalid values; {@code error} makes them one. */
  public M setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** The names of the single columns; elements of a vector {@code v} are {@code v[0]} and so on. */
  public List<String> featureNames() {
    return List.copyOf(featureNames);
  }

  /** The number of features of a row. */
  public int numFeatures() {
    return fitted().dimensions();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    fitted();
    input(schema);
    return OutputColumns.added(outputs(), schema);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    return new Scoring(input(dataset.schema()), Fitting.policy(this), outputs())
        .transform(dataset.toDF(), fitted(), recipe());
  }

  /** One pass of the model over a data set. */
  final DataFit measure(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    try (Blocks blocks = read(dataset.toDF())) {
      return Fitting.measure(fitted(), blocks);
    }
  }

  @Override
  public Option<S> trainingSummary() {
    return Option.apply(summary);
  }

  @Override
  public void trainingSummary_$eq(Option<S> value) {
    summary = value.isDefined() ? value.get() : null;
  }

  /**
   * Reads the summary of the training that made this model, see {@link SummaryFile}.
   *
   * @param predictions the scored rows, which are not saved
   */
  abstract S readSummary(String path, Dataset<Row> predictions);

  /** Overrides that of Spark 4.1, which keeps summaries with models; older ones have none. */
  @SuppressWarnings("MissingOverride")
  public void saveSummary(String path) {
    SummaryFile.write(summary(), path);
  }

  /** As {@link #saveSummary}. */
  @SuppressWarnings("MissingOverride")
  public void loadSummary(String path, Dataset<Row> dataset) {
    summary = readSummary(path, dataset);
  }

  /** Takes the summary of the training that made this model. */
  final void summarise(S value) {
    summary = value;
  }

  @Override
  public M copy(ParamMap extra) {
    M copy = copyValues(same(), extra);
    copy.trainingSummary_$eq(trainingSummary());
    return copy.setParent(parent());
  }

  @Override
  public String toString() {
    String name = getClass().getSimpleName() + ": uid=" + uid;
    return fitted == null
        ? name + ", without parameters"
        : name + ", " + size() + ", numFeatures=" + fitted.dimensions();
  }

  @Override
  public MLWriter write() {
    L model = fitted();
    return new StageWriter(
        this, (path, conf) -> StoredModel.write(path, model, featureNames(), metadata(), conf));
  }
}
