package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.init.UnusableDataException;
import io.entrosum.io.InvalidModelException;
import io.entrosum.spark.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link SparseCoding} and its model as stages of Spark ML. */
class SparseCodingStagesIT {
  private static final int N = 300;

  private static Dataset<Row> data;

  @TempDir private Path folder;

  @BeforeAll
  static void read() {
    data = CodingData.dataset(N, 8);
  }

  private static SparseCoding estimator() {
    return new SparseCoding()
        .setLatentDimensions(4)
        .setMaxIter(12)
        .setPosterior("diagonal")
        .setAnnealing("likelihood")
        .setDeviationCol("sd")
        .setReconstructionCol("back");
  }

  private String path(String name) {
    return folder.resolve(name).toUri().toString();
  }

  @Test
  void defaults() {
    SparseCoding estimator = new SparseCoding();
    assertThat(estimator.getPosterior()).isEqualTo("full");
    assertThat(estimator.getMethod()).isEqualTo("quasi-newton");
    assertThat(estimator.getInitMode()).isEqualTo("random");
    assertThat(estimator.getAnnealing()).isEqualTo("none");
    assertThat(estimator.getAnnealingIterations()).isEqualTo(5);
    assertThat(estimator.getDeadLatents()).isEqualTo("keep");
    assertThat(estimator.getNumInit()).isEqualTo(1);
    assertThat(estimator.getPosteriorSteps()).isEqualTo(3);
    assertThat(estimator.getPosteriorTolerance()).isEqualTo(1e-5);
    assertThat(estimator.getNoiseFloor()).isEqualTo(1e-6);
    assertThat(estimator.getCodes()).isEqualTo("mean");
    assertThat(estimator.getLatentCol()).isEqualTo("latent");
    assertThat(estimator.getBoundCol()).isEqualTo("bound");
    assertThat(estimator.getDeviationCol()).isEmpty();
    assertThat(estimator.getReconstructionCol()).isEmpty();
    assertThat(estimator.getHandleInvalid()).isEqualTo("error");
    assertThat(estimator.getMaxIter()).isEqualTo(200);
    assertThat(estimator.hasParam("logDensityCol")).isFalse();
  }

  @Test
  void pipelinesAreSavedAndLoaded() throws IOException {
    SparseCoding estimator = estimator().setFeaturesCol("scaled");
    StandardScaler scaler =
        new StandardScaler().setInputCol("features").setOutputCol("scaled").setWithMean(true);
    new Pipeline().setStages(new PipelineStage[] {scaler, estimator}).save(path("pipeline"));
    Pipeline loaded = Pipeline.load(path("pipeline"));
    SparseCoding stage = (SparseCoding) loaded.getStages()[1];
    assertThat(stage.uid()).isEqualTo(estimator.uid());
    assertThat(stage.explainParams()).isEqualTo(estimator.explainParams());
    PipelineModel fitted = loaded.fit(data);
    fitted.save(path("fitted"));
    PipelineModel same = PipelineModel.load(path("fitted"));
    SparseCodingModel before = (SparseCodingModel) fitted.stages()[1];
    SparseCodingModel model = (SparseCodingModel) same.stages()[1];
    assertThat(model.toString()).isEqualTo(before.toString()).contains("latentDimensions=4");
    assertThat(model.explainParams()).isEqualTo(before.explainParams());
    assertThat(model.featureNames()).isEqualTo(before.featureNames()).hasSize(CodingData.D);
    assertThat(model.dictionary()).isEqualTo(before.dictionary());
    assertThat(model.scales()).isEqualTo(before.scales());
    assertThat(model.noiseVariance()).isEqualTo(before.noiseVariance());
    assertThat(model.hasSummary()).isFalse();
    assertThat(before.hasSummary()).isTrue();
    List<Row> expected = fitted.transform(data).collectAsList();
    assertThat(same.transform(data).collectAsList()).isEqualTo(expected).hasSize(N);
    SparseCodingModel fromFolder = SparseCodingModel.fromFolder(model(path("fitted")));
    assertThat(fromFolder.getPosterior()).isEqualTo("diagonal");
    assertThat(fromFolder.getLatentDimensions()).isEqualTo(4);
  }

  /** The folder of the second stage of a saved pipeline model. */
  private static String model(String pipeline) throws IOException {
    return SharedSpark.session()
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", true)
        .option("pathGlobFilter", "model.safetensors")
        .load(pipeline)
        .first()
        .<String>getAs("path")
        .replace("/model.safetensors", "");
  }

  @Test
  void copiesKeepEverything() {
    SparseCoding estimator = estimator();
    SparseCoding copy = estimator.copy(new ParamMap().put(estimator.maxIter().w(3)));
    assertThat(copy.uid()).isEqualTo(estimator.uid());
    assertThat(copy.getMaxIter()).isEqualTo(3);
    assertThat(copy.getAnnealing()).isEqualTo("likelihood");
    SparseCodingModel model = copy.fit(data);
    SparseCodingModel same = model.copy(new ParamMap().put(model.boundCol().w("b")));
    assertThat(same.uid()).isEqualTo(model.uid()).isEqualTo(estimator.uid());
    assertThat(same.parent()).isSameAs(copy);
    assertThat(same.summary()).isSameAs(model.summary());
    assertThat(same.transform(data).select("b").collectAsList())
        .isEqualTo(model.transform(data).select("bound").collectAsList());
  }

  @Test
  void aModelThatWasSentScoresTheSame() throws Exception {
    SparseCodingModel model = estimator().fit(data);
    List<Row> expected = model.transform(data).collectAsList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SparseCodingModel sent = (SparseCodingModel) in.readObject();
      assertThat(sent.transform(data).collectAsList()).isEqualTo(expected);
    }
  }

  /** Twice gives the same bits, however the passes find their warm starts. */
  @Test
  void trainingIsRepeatable() {
    assertThat(estimator().fit(data).dictionary()).isEqualTo(estimator().fit(data).dictionary());
  }

  /** A row of weight 2 is two rows, one of weight 0 is none. */
  @Test
  void weights() {
    double[][] rows = CodingData.rows(N, 8);
    List<Row> weighted = new ArrayList<>();
    List<Row> repeated = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      Row row = RowFactory.create(Vectors.dense(rows[i]), (double) (i % 3));
      weighted.add(row);
      for (int times = 0; times < i % 3; times++) {
        repeated.add(row);
      }
    }
    StructType schema =
        new StructType().add("features", SQLDataTypes.VectorType()).add("w", DataTypes.DoubleType);
    Dataset<Row> once = SharedSpark.session().createDataFrame(weighted, schema);
    Dataset<Row> twice = SharedSpark.session().createDataFrame(repeated, schema);
    SparseCodingModel expected = estimator().fit(twice);
    SparseCodingModel model = estimator().setWeightCol("w").fit(once);
    assertThat(model.summary().totalWeight()).isEqualTo(N);
    assertThat(model.summary().bound()).isCloseTo(expected.summary().bound(), within(1e-8));
    assertThat(model.dictionary().toArray())
        .containsExactly(expected.dictionary().toArray(), within(1e-8));
    assertThat(model.evaluate(once).bound())
        .isCloseTo(
            model.copy(ParamMap.empty()).setWeightCol("").evaluate(twice).bound(), within(1e-9));
  }

  @Test
  void invalidValues() {
    double[][] rows = CodingData.rows(N, 8);
    for (int i = 0; i < 30; i++) {
      rows[i][i % 4] = Double.NaN;
    }
    Dataset<Row> holes = MixtureData.vectors(rows);
    assertThatThrownBy(() -> estimator().fit(holes))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("is NaN (set handleInvalid to skip)");
    SparseCodingModel skips = estimator().setHandleInvalid("skip").fit(holes);
    assertThat(skips.summary().skippedRows()).isEqualTo(30);
    assertThat(skips.transform(holes).count()).isEqualTo(N - 30);
    assertThatThrownBy(() -> estimator().setHandleInvalid("keep"))
        .hasMessageContaining("handleInvalid given invalid value keep");
    assertThatThrownBy(() -> skips.setHandleInvalid("error").transform(holes).collectAsList())
        .rootCause()
        .hasMessage("feature 0 of column features is NaN (set handleInvalid to skip)");
  }

  @Test
  void parametersAndColumnsAreChecked() {
    StructType schema = data.schema();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseCoding().transformSchema(schema))
        .withMessage(
            "latentDimensions: must be set, there is no default; it is the number of latents");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator().fit(data.withColumnRenamed("features", "feature")))
        .withMessage("featuresCol: no column features, did you mean feature? (columns: feature)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator().fit(data.withColumn("sd", functions.lit(1))))
        .withMessage("deviationCol: there is a column sd already; give the new one another name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator().setBoundCol("latent").transformSchema(schema))
        .withMessage("boundCol: there is a column latent already; give the new one another name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator().setWeightCol("w").transformSchema(schema))
        .withMessageStartingWith("weightCol: no column w");
    for (String param :
        List.of("posterior", "method", "initMode", "annealing", "deadLatents", "codes")) {
      assertThatThrownBy(() -> estimator().set(param, "other"))
          .hasMessageContaining(param + " given invalid value other");
    }
    for (String param :
        List.of("latentDimensions", "annealingIterations", "numInit", "posteriorSteps")) {
      assertThatThrownBy(() -> estimator().set(param, 0))
          .hasMessageContaining(param + " given invalid value 0");
    }
    SparseCoding weighted = estimator().setMethod("least-squares").setAnnealing("prior");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> weighted.fit(data))
        .withMessage(
            "annealing: must be none for method = least-squares, which maximises no weighted bound,"
                + " but was prior (method = quasi-newton or columns)");
    assertThatThrownBy(() -> estimator().setNoiseFloor(1))
        .hasMessageContaining("noiseFloor given invalid value 1.0");
    assertThatThrownBy(() -> estimator().setPosteriorTolerance(-1))
        .hasMessageContaining("posteriorTolerance given invalid value -1.0");
    SparseCodingModel model = estimator().fit(data);
    assertThatThrownBy(() -> model.evaluate(MixtureData.vectors(new double[][] {{1, 2}, {3, 4}})))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("features: the data has 2, the model 25");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.latent(Vectors.dense(1, 2)))
        .withMessage("features: the vector has 2 elements, the model 25");
  }

  /** Overcomplete, and from several columns. */
  @Test
  void severalColumns() {
    Dataset<Row> columns = MixtureData.faithful();
    SparseCodingModel model =
        new SparseCoding()
            .setLatentDimensions(3)
            .setFeaturesCols("eruptions", "waiting")
            .fit(columns);
    assertThat(model.featureNames()).containsExactly("eruptions", "waiting");
    Row row = model.transform(columns).first();
    assertThat(row.<Double>getAs("bound"))
        .isEqualTo(model.bound(Vectors.dense(row.getDouble(0), row.getInt(1))));
  }

  @Test
  void modelsAreNotTakenForOthers() throws IOException {
    estimator().fit(data).save(path("coding"));
    assertThatThrownBy(() -> FactorAnalysisModel.fromFolder(path("coding")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is not factor analysis but a model of type sparse-coding");
    new ProbabilisticPca().setLatentDimensions(2).fit(data).save(path("pca"));
    assertThatThrownBy(() -> SparseCodingModel.fromFolder(path("pca")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is not sparse coding but a model of type ppca");
  }

  @Test
  void stagesAreRegistered() {
    assertThat(ServiceLoader.load(Estimator.class).stream().map(ServiceLoader.Provider::type))
        .contains(SparseCoding.class);
    assertThat(ServiceLoader.load(Transformer.class).stream().map(ServiceLoader.Provider::type))
        .contains(SparseCodingModel.class);
    SparseCodingModel empty = new SparseCodingModel();
    assertThat(empty.toString()).endsWith("without parameters");
    assertThatThrownBy(() -> empty.transform(data))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model: this one has no parameters; fit or load one");
  }
}
