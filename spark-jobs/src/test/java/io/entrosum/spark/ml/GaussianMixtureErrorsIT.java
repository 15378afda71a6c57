package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.init.UnusableDataException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GaussianMixtureErrorsIT {
  private int persisted;

  @BeforeEach
  void countPersisted() {
    persisted = MixtureData.persisted();
  }

  @AfterEach
  void nothingStaysPersisted() {
    assertThat(MixtureData.persisted()).isEqualTo(persisted);
  }

  private static GaussianMixture estimator() {
    return new GaussianMixture().setFeaturesCols("eruptions", "waiting");
  }

  private static void assertRefused(GaussianMixture estimator, Dataset<Row> data, String message) {
    assertThatThrownBy(() -> estimator.transformSchema(data.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new Pipeline().setStages(new PipelineStage[] {estimator}).fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void assertUnusable(GaussianMixture estimator, Dataset<Row> data, String message) {
    assertThatThrownBy(() -> estimator.fit(data))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(message);
  }

  @Test
  void columnsAreCheckedBeforeAnythingRuns() {
    Dataset<Row> data = MixtureData.faithful().withColumn("name", functions.lit("x"));
    assertRefused(
        estimator().setFeaturesCols("eruption", "waiting"),
        data,
        "featuresCols: no column eruption, did you mean eruptions?"
            + " (columns: eruptions, waiting, name)");
    assertRefused(
        new GaussianMixture(),
        data,
        "featuresCol: no column features (columns: eruptions, waiting, name)");
    assertRefused(
        estimator().setFeaturesCols("waiting", "name"),
        data,
        "featuresCols: column name is of type string;"
            + " features are vectors, arrays of numbers or numbers");
    assertRefused(
        estimator().setFeaturesCols("waiting", "waiting"),
        data,
        "featuresCols: column waiting is there twice");
    assertRefused(
        estimator().setFeaturesCol("waiting"),
        data,
        "featuresCols: featuresCol is set too (to waiting);"
            + " set one of them and clear the other");
    assertRefused(
        estimator().setWeightCol("wait"),
        data,
        "weightCol: no column wait (columns: eruptions, waiting, name)");
    assertRefused(
        estimator().setPredictionCol("name"),
        data,
        "predictionCol: there is a column name already; give the new one another name");
    assertRefused(
        estimator().setLogDensityCol("probability"),
        data,
        "logDensityCol: there is a column probability already; give the new one another name");
  }

  @Test
  void badValuesAreNamedWithTheirRow() {
    Dataset<Row> data = MixtureData.faithful();
    assertUnusable(
        estimator(),
        data.withColumn("waiting", functions.expr("if(waiting = 74, null, waiting)")),
        "row 3 of partition 0: column waiting is null (set handleInvalid to skip)");
    assertUnusable(
        estimator(),
        data.withColumn("waiting", functions.expr("if(waiting = 74, double('NaN'), waiting)")),
        "row 3 of partition 0: column waiting is NaN (set handleInvalid to skip)");
    assertUnusable(
        estimator(),
        data.withColumn("waiting", functions.expr("if(waiting = 74, double('-inf'), waiting)")),
        "row 3 of partition 0: column waiting is minus infinite (set handleInvalid to skip)");
    Dataset<Row> bad =
        data.withColumn("waiting", functions.expr("if(waiting = 74, double('NaN'), waiting)"));
    GaussianMixtureModel skipping = estimator().setHandleInvalid("skip").fit(bad);
    long skipped = data.where("waiting = 74").count();
    assertThat(skipping.summary().skippedRows()).isEqualTo(skipped).isPositive();
    assertThat(skipping.summary().predictions().count()).isEqualTo(272 - skipped);
    MixtureData.assertSame(estimator().fit(data.where("waiting != 74")), skipping);
  }

  @Test
  void vectorsOfSeveralLengths() {
    Dataset<Row> data =
        MixtureData.vectors(
                List.of(Vectors.dense(1, 2), Vectors.dense(2, 1), Vectors.dense(1, 2, 3)))
            .coalesce(1);
    assertUnusable(
        new GaussianMixture(),
        data,
        "row 3 of partition 0: column features has 3 elements, in the first row it has 2;"
            + " all rows need the same number");
    assertThatThrownBy(() -> new GaussianMixture().setHandleInvalid("skip").fit(data))
        .hasMessageContaining("column features has 3 elements");
    assertUnusable(
        new GaussianMixture(),
        MixtureData.vectors(Arrays.asList(null, null)),
        "column features has no value in any row");
  }

  @Test
  void tooFewRows() {
    assertUnusable(
        new GaussianMixture().setK(4),
        MixtureData.vectors(new double[][] {{1, 2}, {3, 4}, {1, 2}, {3, 4}, {5, 6}}),
        "only 3 distinct rows for 4 components; use at most 3 components");
    assertUnusable(estimator(), MixtureData.faithful().where("false"), "the input has no rows");
  }

  @Test
  void aModelIsGivenTheColumnsThatItHas() {
    GaussianMixtureModel model = estimator().fit(MixtureData.faithful());
    assertThatThrownBy(
            () ->
                model
                    .copy(ParamMap.empty())
                    .setFeaturesCols("waiting")
                    .transform(MixtureData.faithful()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: the data has 1 (in waiting), the model 2");
    assertThatThrownBy(() -> model.transform(MixtureData.faithful().drop("waiting")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("featuresCols: no column waiting (columns: eruptions)");
    assertThatThrownBy(() -> new GaussianMixtureModel().transformSchema(new StructType()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model: this one has no parameters; fit or load one");
  }

  @Test
  void anInitialModelMustFit() {
    GaussianMixtureModel two = estimator().fit(MixtureData.faithful());
    assertThatThrownBy(() -> estimator().setK(9).setInitialModel(two).fit(MixtureData.faithful()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k: must be the 2 of initialModel but was 9");
    assertThatThrownBy(
            () ->
                estimator()
                    .setCovarianceType("tied")
                    .setInitialModel(two)
                    .fit(MixtureData.faithful()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("covarianceType: must be the full of initialModel but was tied");
    assertThatThrownBy(
            () ->
                new GaussianMixture()
                    .setFeaturesCol("waiting")
                    .setInitialModel(two)
                    .fit(MixtureData.faithful()))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith("the initial model has 2 columns, the data has 1");
    assertThatThrownBy(() -> estimator().setInitMode("model").fit(MixtureData.faithful()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("initialModel: must be set where initMode is model; give a model or its path");
  }
}
