package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureEstimatorIT {
  private static final List<String> ORIGINS = List.of("Bonn", "Nice", "Oslo");

  private static List<Row> rows;
  private static Dataset<Row> data;
  private static MixtureModel model;

  @TempDir private Path folder;

  @BeforeAll
  static void fit() {
    rows = MixedData.rows(600, 3);
    data = MixedData.dataset(rows);
    int before = MixtureData.persisted();
    model = MixedData.estimator().fit(data);
    assertThat(MixtureData.persisted()).isEqualTo(before);
  }

  private String path(String name) {
    return folder.resolve(name).toUri().toString();
  }

  /** The rows as the engine takes them. */
  private static double[][] numbers() {
    return rows.stream()
        .map(
            row -> {
              Vector spot = row.getAs(3);
              return new double[] {
                ORIGINS.indexOf(row.getString(0)),
                row.getBoolean(1) ? 1 : 0,
                row.getInt(2),
                spot.apply(0),
                spot.apply(1)
              };
            })
        .toArray(double[][]::new);
  }

  @Test
  void theFitIsThatOfTheEngine() {
    TableSpec table =
        TableSpec.of(
            List.of(
                TableSpec.Column.categorical(3),
                TableSpec.Column.categorical(2),
                TableSpec.Column.of("poisson"),
                TableSpec.Column.of("gaussian"),
                TableSpec.Column.of("gaussian")));
    StoppingRule rule =
        new StoppingRule(StoppingRule.DEFAULT_MAX_ITERATIONS, StoppingRule.DEFAULT_TOLERANCE);
    TrainingResult<io.entrosum.model.Mixture> expected =
        MixtureTraining.of(table, GaussianMixtureSpec.of(2), rule, 1, List.of())
            .run(new LocalPass(List.of(Block.ofRows(numbers()))));
    MixtureSummary summary = model.summary();
    assertThat(summary.bound()).isCloseTo(expected.bound().bound(), within(1e-9));
    assertThat(summary.iterations()).isEqualTo(expected.iterations());
    assertThat(model.weights()).containsExactly(expected.model().weights(), within(1e-9));
    assertThat(summary.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(summary.entropies().entropySum()).isCloseTo(summary.bound(), within(1e-3));
    // weights 1, categories 2 * 2 + 2 * 1, rates 2, means 4, covariances 2 * 3
    assertThat(summary.numParameters()).isEqualTo(19);
    assertThat(summary.bic() - summary.aic())
        .isCloseTo(19 * (Math.log(600) - 2), within(1e-9)); // the definitions of both
    assertThat(model.evaluate(data).bound()).isCloseTo(summary.bound(), within(1e-5));
  }

  /** Parameters that the rows were drawn with, within five standard errors. */
  @Test
  void theKindsAreRecovered() {
    assertThat(model.columnFamilies())
        .containsExactly(
            Map.entry("origin", "categorical"),
            Map.entry("member", "categorical"),
            Map.entry("visits", "poisson"),
            Map.entry("spot[0]", "gaussian"),
            Map.entry("spot[1]", "gaussian"));
    assertThat(model.categories("origin")).isEqualTo(ORIGINS);
    assertThat(model.categories("member")).containsExactly("false", "true");
    assertThat(model.weights()).containsExactly(new double[] {2 / 3., 1 / 3.}, within(.02));
    assertThat(model.parameters("visits").get("rate"))
        .satisfies(rate -> assertThat(rate[0]).isCloseTo(12, within(.9)))
        .satisfies(rate -> assertThat(rate[1]).isCloseTo(2, within(.5)));
    double[][] origins = model.probabilities("origin");
    assertThat(origins[0]).containsExactly(new double[] {.1, .7, .2}, within(.12));
    assertThat(origins[1]).containsExactly(new double[] {.1, .2, .7}, within(.18));
    assertThat(model.parameters("spot[0]").get("mean"))
        .containsExactly(new double[] {0, 4}, within(.4));
    assertThat(model.gaussianColumns()).containsExactly("spot[0]", "spot[1]");
    assertThat(model.gaussians()[1].mean().apply(0))
        .isEqualTo(model.parameters("spot[0]").get("mean")[1]);
    assertThat(model.gaussians()[1].cov().apply(1, 1))
        .isEqualTo(model.parameters("spot[1]").get("variance")[1]);
    long right = model.transform(data).where("prediction = kind").count();
    assertThat(right).isGreaterThan(570);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.parameters("origin"))
        .withMessage("column: origin is categorical; it has probabilities(\"origin\")");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.categories("visit"))
        .withMessageStartingWith("column: the model has no visit, did you mean visits?");
  }

  @Test
  void gaussianColumnsCanBeSeveralGroups() throws IOException {
    Mixture estimator = MixedData.estimator().setGroups("spot[0]=east");
    MixtureModel grouped = estimator.fit(data);
    // one covariance a component less than the table has with one group
    assertThat(grouped.summary().numParameters()).isEqualTo(17);
    assertThat(grouped.gaussianColumns()).containsExactly("spot[1]", "spot[0]");
    assertThat(grouped.gaussians()[0].cov().apply(0, 1)).isZero();
    grouped.save(path("grouped"));
    MixtureModel loaded = MixtureModel.load(path("grouped"));
    assertThat(loaded.getGroups()).containsExactly("spot[0]=east");
    assertThat(loaded.transform(data).collectAsList())
        .isEqualTo(grouped.transform(data).collectAsList());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MixedData.estimator().setGroups("east").fit(data))
        .withMessage("groups: must look like column=group, e.g. length=size, but was east");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MixedData.estimator().setGroups("spots=east").fit(data))
        .withMessageStartingWith("groups: no feature spots");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MixedData.estimator().setGroups("visits=east").fit(data))
        .withMessageStartingWith("groups: visits must be gaussian but is poisson");
  }

  @Test
  void columnsHaveAttributes() {
    StructType schema = model.transform(data).schema();
    assertThat(schema).isEqualTo(model.transformSchema(data.schema()));
    NominalAttribute prediction =
        (NominalAttribute) Attribute.fromStructField(schema.apply("prediction"));
    assertThat(prediction.getNumValues().get()).isEqualTo(2);
    assertThat(MixedData.estimator().transformSchema(data.schema()).fieldNames())
        .isEqualTo(schema.fieldNames());
  }

  @Test
  void pipelinesAreSavedAndLoaded() throws IOException {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {MixedData.estimator()});
    pipeline.save(path("pipeline"));
    PipelineModel fitted = Pipeline.load(path("pipeline")).fit(data);
    fitted.save(path("fitted"));
    List<Row> expected = model.transform(data).collectAsList();
    assertThat(fitted.transform(data).collectAsList()).isEqualTo(expected);
    PipelineModel loaded = PipelineModel.load(path("fitted"));
    assertThat(loaded.transform(data).collectAsList()).isEqualTo(expected);
    MixtureModel stage = (MixtureModel) loaded.stages()[0];
    assertThat(stage.uid()).isEqualTo(fitted.stages()[0].uid());
    assertThat(stage.categories("origin")).isEqualTo(ORIGINS);
    assertThat(stage.getFamilies()).isEqualTo(MixedData.estimator().getFamilies());
    assertThat(MixtureModel.fromFolder(path("fitted/stages") + stageFolder()).weights())
        .isEqualTo(model.weights());
  }

  private String stageFolder() throws IOException {
    try (var files = java.nio.file.Files.list(folder.resolve("fitted/stages"))) {
      return "/" + files.findFirst().orElseThrow().getFileName();
    }
  }

  @Test
  void anUnseenCategoryFollowsHandleInvalid() {
    Row known = rows.get(0);
    Dataset<Row> news = MixedData.dataset(List.of(known, origin(known, "Mars")));
    assertThatThrownBy(() -> model.transform(news).collectAsList())
        .rootCause()
        .hasMessage(
            "column origin is Mars, a category that the model does not know"
                + " (set handleInvalid to skip or keep)");
    MixtureModel other = model.copy(ParamMap.empty());
    assertThat(other.setHandleInvalid("skip").transform(news).count()).isEqualTo(1);
    Dataset<Row> hole = MixedData.dataset(List.of(known, origin(known, null)));
    List<Row> kept = other.setHandleInvalid("keep").transform(news).collectAsList();
    List<Row> missing = other.transform(hole).collectAsList();
    assertThat(kept).hasSize(2);
    double density = kept.get(1).getAs("logDensity");
    assertThat(density).isEqualTo(missing.get(1).<Double>getAs("logDensity"));
    // what is there is more probable than what is there and more
    assertThat(density).isGreaterThan(kept.get(0).<Double>getAs("logDensity"));
    assertThat(model.getHandleInvalid()).isEqualTo("error");
  }

  private static Row origin(Row row, String origin) {
    return RowFactory.create(origin, row.get(1), row.get(2), row.get(3), row.get(4), row.get(5));
  }

  @Test
  void missingValuesAreMarginalisedInTraining() {
    List<Row> holes = new ArrayList<>(rows);
    for (int i = 0; i < 60; i++) {
      holes.set(i, origin(rows.get(i), null));
    }
    Dataset<Row> incomplete = MixedData.dataset(holes);
    assertThatThrownBy(() -> MixedData.estimator().fit(incomplete))
        .hasMessageContaining("column origin is null (set handleInvalid to skip or keep)");
    MixtureSummary kept = MixedData.estimator().setHandleInvalid("keep").fit(incomplete).summary();
    assertThat(kept.missingValues()).isEqualTo(60);
    assertThat(kept.rows()).isEqualTo(600);
    MixtureSummary skipped =
        MixedData.estimator().setHandleInvalid("skip").fit(incomplete).summary();
    assertThat(skipped.rows()).isEqualTo(540);
    assertThat(skipped.skippedRows()).isEqualTo(60);
  }

  /** A row of weight 2 is two rows. */
  @Test
  void weights() {
    List<Row> repeated = new ArrayList<>(rows);
    rows.stream().filter(row -> row.getDouble(5) == 2).forEach(repeated::add);
    MixtureSummary expected =
        MixedData.estimator().setTol(1e-12).fit(MixedData.dataset(repeated)).summary();
    MixtureSummary weighted =
        MixedData.estimator().setTol(1e-12).setWeightCol("w").fit(data).summary();
    assertThat(weighted.totalWeight()).isEqualTo(900);
    assertThat(weighted.logLikelihood()).isCloseTo(expected.logLikelihood(), within(1e-6));
  }

  private static void assertRefused(Mixture estimator, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.fit(data))
        .withMessageContaining(message)
        .withMessageMatching("[^\n]*");
  }

  @Test
  void columnsAndFamiliesAreCheckedBeforeAnythingRuns() {
    assertRefused(new Mixture(), "featuresCols: must name the columns of the mixture");
    assertRefused(
        MixedData.estimator().setFeaturesCols("origins", "visits"),
        "featuresCols: no column origins, did you mean origin?");
    assertRefused(
        MixedData.estimator().setFeaturesCols("visits", "visits"),
        "featuresCols: column visits is there twice");
    assertRefused(
        MixedData.estimator().setFamilies(),
        "featuresCols: column origin is of type string; features are numbers, vectors or arrays of"
            + " numbers (origin=categorical in families makes it one)");
    assertRefused(
        MixedData.estimator().setWeightCol("origin"),
        "weightCol: column origin is of type string, not a number");
    assertRefused(families("visits=poison"), "did you mean poisson?");
    assertRefused(families("visits=poison"), "families: visits: must be one of ");
    assertRefused(families("visits"), "families: must look like column=family");
    assertRefused(families("visits=binomial"), "families: visits: binomial: needs trials");
    assertRefused(families("visit=poisson"), "families: no feature visit, did you mean visits?");
    assertRefused(families("spot[7]=log-normal"), "families: no feature spot[7]");
    assertRefused(families("spot[0]=categorical"), "families: spot[0] is an element");
    assertRefused(families("visits=poisson", "visits=gamma"), "column visits is there twice");
    assertRefused(families("spot=categorical"), "column spot is of type ");
    assertRefused(MixedData.estimator().setFamily("norma"), "family: must be one of ");
  }

  private static Mixture families(String... families) {
    return new Mixture().setFeaturesCols("visits", "spot").setFamilies(families);
  }

  @Test
  void stagesAreRegisteredAndCopied() {
    assertThat(ServiceLoader.load(Estimator.class).stream().map(ServiceLoader.Provider::type))
        .contains(Mixture.class, GaussianMixture.class);
    assertThat(ServiceLoader.load(Transformer.class).stream().map(ServiceLoader.Provider::type))
        .contains(MixtureModel.class, GaussianMixtureModel.class);
    assertThat(new MixtureModel().toString()).endsWith("without parameters");
    Mixture estimator = MixedData.estimator();
    Mixture copy = estimator.copy(new ParamMap().put(estimator.k().w(5)));
    assertThat(copy.uid()).isEqualTo(estimator.uid());
    assertThat(copy.getK()).isEqualTo(5);
    assertThat(copy.getFamily()).isEqualTo("gaussian");
    assertThat(copy.getParameterFloor()).isEqualTo(1e-6);
    assertThatIllegalArgumentException().isThrownBy(() -> copy.setInitMode("model"));
    MixtureModel same = model.copy(new ParamMap().put(model.predictionCol().w("p")));
    assertThat(same.uid()).isEqualTo(model.uid());
    assertThat(same.parent()).isSameAs(model.parent());
    assertThat(same.summary()).isSameAs(model.summary());
    assertThat(same.getPredictionCol()).isEqualTo("p");
  }
}
