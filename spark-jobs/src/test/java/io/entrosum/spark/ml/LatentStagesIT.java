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
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the stages of all linear Gaussian models promise alike. */
class LatentStagesIT {
  private static final int N = 300;

  private static Dataset<Row> data;

  @TempDir private Path folder;

  @BeforeAll
  static void read() {
    data = LatentData.dataset(N, 8);
  }

  static Stream<EstimatorSetters<?, ?>> estimators() {
    return Stream.of(
        new ProbabilisticPca().setLatentDimensions(2).setMaxIter(20).setReconstructionCol("back"),
        new FactorAnalysis().setLatentDimensions(2).setMaxIter(20).setRotation("varimax"),
        new MixtureOfFactorAnalyzers()
            .setK(2)
            .setLatentDimensions(2)
            .setMaxIter(20)
            .setLogDensityCol("log_density")
            .setNoise("isotropic"));
  }

  private String path(String name) {
    return folder.resolve(name).toUri().toString();
  }

  private static FittedModel<?, ?, ?> fit(EstimatorSetters<?, ?> estimator, Dataset<Row> rows) {
    return (FittedModel<?, ?, ?>) estimator.fit(rows);
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void pipelinesAreSavedAndLoaded(EstimatorSetters<?, ?> estimator) throws IOException {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
    pipeline.save(path("pipeline"));
    Pipeline loaded = Pipeline.load(path("pipeline"));
    EstimatorSetters<?, ?> stage = (EstimatorSetters<?, ?>) loaded.getStages()[0];
    assertThat(stage.uid()).isEqualTo(estimator.uid());
    assertThat(stage.explainParams()).isEqualTo(estimator.explainParams());
    PipelineModel fitted = loaded.fit(data);
    fitted.save(path("fitted"));
    PipelineModel same = PipelineModel.load(path("fitted"));
    FittedModel<?, ?, ?> model = (FittedModel<?, ?, ?>) same.stages()[0];
    FittedModel<?, ?, ?> before = (FittedModel<?, ?, ?>) fitted.stages()[0];
    assertThat(model.toString()).isEqualTo(before.toString()).contains("latentDimensions=2");
    assertThat(model.explainParams()).isEqualTo(before.explainParams());
    assertThat(model.featureNames()).isEqualTo(before.featureNames()).hasSize(LatentData.D);
    assertThat(model.hasSummary()).isFalse();
    assertThat(before.hasSummary()).isTrue();
    List<Row> expected = fit(estimator, data).transform(data).collectAsList();
    assertThat(same.transform(data).collectAsList()).isEqualTo(expected);
    assertThat(expected).hasSize(N);
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void copiesKeepEverything(EstimatorSetters<?, ?> estimator) {
    EstimatorSetters<?, ?> copy = estimator.copy(new ParamMap().put(estimator.maxIter().w(3)));
    assertThat(copy.uid()).isEqualTo(estimator.uid());
    assertThat(copy.getMaxIter()).isEqualTo(3);
    assertThat(((LatentParams) copy).getLatentDimensions()).isEqualTo(2);
    FittedModel<?, ?, ?> model = fit(copy, data);
    FittedModel<?, ?, ?> same =
        (FittedModel<?, ?, ?>)
            model.copy(new ParamMap().put(((DensityParams) model).logDensityCol().w("l")));
    assertThat(same.uid()).isEqualTo(model.uid()).isEqualTo(estimator.uid());
    assertThat(same.parent()).isSameAs(copy);
    assertThat((Object) same.summary()).isSameAs(model.summary());
    assertThat(same.transform(data).select("l").collectAsList())
        .isEqualTo(model.transform(data).select("log_density").collectAsList());
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aModelThatWasSentScoresTheSame(EstimatorSetters<?, ?> estimator) throws Exception {
    FittedModel<?, ?, ?> model = fit(estimator, data);
    List<Row> expected = model.transform(data).collectAsList();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FittedModel<?, ?, ?> sent = (FittedModel<?, ?, ?>) in.readObject();
      assertThat(sent.transform(data).collectAsList()).isEqualTo(expected);
    }
  }

  /** A row of weight 2 is two rows. */
  @ParameterizedTest
  @MethodSource("estimators")
  void weights(EstimatorSetters<?, ?> estimator) {
    double[][] rows = LatentData.rows(N, 8);
    List<Row> weighted = new ArrayList<>();
    List<Row> repeated = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      Row row = RowFactory.create(Vectors.dense(rows[i]), i % 3 == 0 ? 2.0 : 1.0);
      weighted.add(row);
      repeated.add(row);
      if (i % 3 == 0) {
        repeated.add(row);
      }
    }
    StructType schema =
        new StructType().add("features", SQLDataTypes.VectorType()).add("w", DataTypes.DoubleType);
    Dataset<Row> once = SharedSpark.session().createDataFrame(weighted, schema);
    Dataset<Row> twice = SharedSpark.session().createDataFrame(repeated, schema);
    FittedModel<?, ?, ?> expected = fit(estimator, twice);
    // mixtures are seeded by rows, so their weighted model is another; its likelihood is not
    FittedModel<?, ?, ?> model = fit(estimator.copy(ParamMap.empty()).setWeightCol("w"), once);
    assertThat(model.summary().totalWeight()).isEqualTo(400);
    assertThat(model.measure(once).weight()).isEqualTo(400);
    assertThat(model.measure(once).entropies().bound())
        .isCloseTo(
            model.copy(ParamMap.empty()).setWeightCol("").measure(twice).entropies().bound(),
            within(1e-9));
    if (!(model instanceof ComponentModel)) {
      assertThat(model.summary().logLikelihood())
          .isCloseTo(expected.summary().logLikelihood(), within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void invalidValues(EstimatorSetters<?, ?> estimator) {
    double[][] rows = LatentData.rows(N, 8);
    for (int i = 0; i < 30; i++) {
      rows[i][i % 4] = Double.NaN;
    }
    Dataset<Row> holes = MixtureData.vectors(rows);
    assertThatThrownBy(() -> estimator.fit(holes))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("is NaN (set handleInvalid to skip or keep)");
    FittedModel<?, ?, ?> skips =
        fit(estimator.copy(ParamMap.empty()).setHandleInvalid("skip"), holes);
    assertThat(skips.summary().skippedRows()).isEqualTo(30);
    assertThat(skips.transform(holes).count()).isEqualTo(N - 30);
    FittedModel<?, ?, ?> keeps =
        fit(estimator.copy(ParamMap.empty()).setHandleInvalid("keep"), holes);
    assertThat(keeps.summary().missingValues()).isEqualTo(30);
    double sum =
        keeps.transform(holes).select("log_density").collectAsList().stream()
            .mapToDouble(row -> row.getDouble(0))
            .sum();
    assertThat(sum).isCloseTo(keeps.measure(holes).entropies().bound() * N, within(1e-8));
    rows[0][0] = Double.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> keeps.transform(MixtureData.vectors(rows)).collectAsList())
        .rootCause()
        .hasMessage("feature 0 of column features is -Infinity (set handleInvalid to skip)");
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void parametersAndColumnsAreChecked(EstimatorSetters<?, ?> estimator) {
    StructType schema = data.schema();
    EstimatorSetters<?, ?> unset = estimator.copy(ParamMap.empty());
    unset.clear(((LatentParams) unset).latentDimensions());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unset.transformSchema(schema))
        .withMessage(
            "latentDimensions: must be set, there is no default; it is the number of factors");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unset.fit(data))
        .withMessageStartingWith("latentDimensions: must be set");
    EstimatorSetters<?, ?> many =
        estimator.copy(new ParamMap().put(((LatentParams) estimator).latentDimensions().w(6)));
    assertThatThrownBy(() -> many.fit(data))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("latentDimensions: must be less than the 6 features but was 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.fit(data.withColumnRenamed("features", "feature")))
        .withMessage("featuresCol: no column features, did you mean feature? (columns: feature)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.fit(data.withColumn("log_density", functions.lit(1))))
        .withMessage(
            "logDensityCol: there is a column log_density already; give the new one another name");
    assertThatThrownBy(() -> estimator.set("noiseFloor", 1.0))
        .hasMessageContaining("noiseFloor given invalid value 1.0");
    FittedModel<?, ?, ?> model = fit(estimator, data);
    assertThatThrownBy(
            () ->
                model
                    .transform(MixtureData.vectors(new double[][] {{1, 2}, {3, 4}}))
                    .collectAsList())
        .rootCause()
        .hasMessage("features: 2 elements in a row, the model has 6");
    assertThatThrownBy(() -> model.measure(MixtureData.vectors(new double[][] {{1, 2}, {3, 4}})))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("features: the data has 2, the model 6");
  }

  @Test
  void severalColumns() {
    Dataset<Row> columns = MixtureData.faithful();
    ProbabilisticPcaModel model =
        new ProbabilisticPca()
            .setLatentDimensions(1)
            .setFeaturesCols("eruptions", "waiting")
            .fit(columns);
    assertThat(model.featureNames()).containsExactly("eruptions", "waiting");
    Row row = model.transform(columns).first();
    assertThat(row.<Double>getAs("log_density"))
        .isEqualTo(model.logDensity(Vectors.dense(row.getDouble(0), row.getInt(1))));
    Dataset<Row> hole = columns.withColumn("waiting", functions.lit(null).cast("int")).limit(1);
    Row kept = model.setHandleInvalid("keep").transform(hole).first();
    // the marginal density of one column is a Gaussian
    double variance = model.covariance().apply(0, 0);
    double distance = row.getDouble(0) - model.mean().apply(0);
    assertThat(kept.<Double>getAs("log_density"))
        .isCloseTo(
            -.5 * (Math.log(2 * Math.PI * variance) + distance * distance / variance),
            within(1e-12));
  }

  @Test
  void modelsAreNotTakenForOthers() throws IOException {
    new FactorAnalysis().setLatentDimensions(2).fit(data).save(path("fa"));
    assertThatThrownBy(() -> ProbabilisticPcaModel.fromFolder(path("fa")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is not probabilistic PCA but a model of type factor-analysis");
    assertThatThrownBy(() -> MixtureOfFactorAnalyzersModel.fromFolder(path("fa")))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is not a mixture of factor analysers");
    assertThatThrownBy(() -> ProbabilisticPcaModel.load(path("fa")))
        .hasMessageContaining("FactorAnalysisModel");
    FactorAnalysisModel loaded = FactorAnalysisModel.fromFolder(path("fa"));
    assertThat(loaded.getLatentDimensions()).isEqualTo(2);
    assertThat(loaded.transform(data).count()).isEqualTo(N);
  }

  @Test
  void stagesAreRegistered() {
    assertThat(ServiceLoader.load(Estimator.class).stream().map(ServiceLoader.Provider::type))
        .contains(ProbabilisticPca.class, FactorAnalysis.class, MixtureOfFactorAnalyzers.class);
    assertThat(ServiceLoader.load(Transformer.class).stream().map(ServiceLoader.Provider::type))
        .contains(
            ProbabilisticPcaModel.class,
            FactorAnalysisModel.class,
            MixtureOfFactorAnalyzersModel.class,
            WhiteningModel.class);
    for (FittedModel<?, ?, ?> model :
        List.<FittedModel<?, ?, ?>>of(
            new ProbabilisticPcaModel(),
            new FactorAnalysisModel(),
            new MixtureOfFactorAnalyzersModel())) {
      assertThat(model.toString()).endsWith("without parameters");
      assertThatThrownBy(() -> model.transform(data))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("model: this one has no parameters; fit or load one");
    }
  }
}
