package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.train.StopReason;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GaussianMixtureFitIT {
  private static GaussianMixture faithfulEstimator() {
    return new GaussianMixture().setFeaturesCols("eruptions", "waiting");
  }

  private int persisted;

  @BeforeEach
  void countPersisted() {
    persisted = MixtureData.persisted();
  }

  @AfterEach
  void nothingStaysPersisted() {
    assertThat(MixtureData.persisted()).isEqualTo(persisted);
  }

  /** References: scikit-learn's GaussianMixture at tol 1e-15. */
  @Test
  void oldFaithful() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureSummary full = faithfulEstimator().fit(data).summary();
    assertThat(full.logLikelihood()).isCloseTo(-1130.263960, within(1e-5));
    assertThat(faithfulEstimator().setCovarianceType("tied").fit(data).summary().logLikelihood())
        .isCloseTo(-1140.186759, within(1e-5));
    assertThat(full.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(full.rows()).isEqualTo(272);
    assertThat(full.totalWeight()).isEqualTo(272);
    assertThat(full.numParameters()).isEqualTo(11);
    assertThat(full.bic()).isCloseTo(11 * Math.log(272) + 2 * 1130.263960, within(1e-4));
    assertThat(full.aic()).isCloseTo(22 + 2 * 1130.263960, within(1e-4));
    assertThat(full.icl()).isGreaterThan(full.bic());
    assertThat(full.entropies().gap()).isCloseTo(0, within(1e-5));
    assertThat(full.objectiveHistory()).hasSize(full.iterations()).isSorted();
    assertThat(full.warnings()).isEmpty();
  }

  /** The shapes are nested, so their likelihoods are ordered. */
  @Test
  void shapesOfCovariance() {
    Dataset<Row> data = MixtureData.faithful();
    double diagonal =
        faithfulEstimator().setCovarianceType("diagonal").fit(data).summary().logLikelihood();
    GaussianMixtureModel spherical = faithfulEstimator().setCovarianceType("spherical").fit(data);
    assertThat(diagonal).isLessThan(-1130.26).isGreaterThan(spherical.summary().logLikelihood());
    Matrix covariance = spherical.gaussians()[0].cov();
    assertThat(covariance.apply(0, 0)).isEqualTo(covariance.apply(1, 1));
    assertThat(covariance.apply(0, 1)).isZero();
  }

  /** K = 1 has a closed form: mean and covariance of the data. */
  @Test
  void oneComponentIsTheClosedForm() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel model = faithfulEstimator().setK(1).fit(data);
    Row moments =
        data.agg(
                functions.avg("eruptions"),
                functions.avg("waiting"),
                functions.var_pop("eruptions"),
                functions.var_pop("waiting"),
                functions.covar_pop("eruptions", "waiting"))
            .first();
    assertThat(model.weights()).containsExactly(1.0);
    Vector mean = model.gaussians()[0].mean();
    assertThat(mean.apply(0)).isCloseTo(moments.getDouble(0), within(1e-12));
    assertThat(mean.apply(1)).isCloseTo(moments.getDouble(1), within(1e-11));
    Matrix covariance = model.gaussians()[0].cov();
    assertThat(covariance.apply(0, 0)).isCloseTo(moments.getDouble(2), within(1e-11));
    assertThat(covariance.apply(1, 1)).isCloseTo(moments.getDouble(3), within(1e-10));
    assertThat(covariance.apply(1, 0)).isCloseTo(moments.getDouble(4), within(1e-11));
    assertThat(covariance.apply(0, 1)).isEqualTo(covariance.apply(1, 0));
  }

  @Test
  void everyFormOfFeaturesGivesTheSameModel() {
    Dataset<Row> data = MixtureData.faithful();
    Dataset<Row> vectors =
        new VectorAssembler()
            .setInputCols(new String[] {"eruptions", "waiting"})
            .setOutputCol("features")
            .transform(data);
    Dataset<Row> sparse = MixtureData.sparse(vectors);
    Dataset<Row> arrays =
        data.select(
            functions.array(data.col("eruptions"), data.col("waiting")).as("features"),
            functions
                .array(data.col("eruptions").cast("double"), data.col("waiting").cast("double"))
                .as("other"));
    GaussianMixtureModel expected = faithfulEstimator().fit(data);
    GaussianMixture estimator = new GaussianMixture();
    for (GaussianMixtureModel model :
        List.of(
            estimator.fit(vectors),
            estimator.fit(sparse),
            estimator.fit(arrays),
            estimator.copy(ParamMap.empty()).setFeaturesCol("other").fit(arrays))) {
      MixtureData.assertSame(expected, model);
    }
  }

  /** The last of the starts of several seeds is at least as good as the first. */
  @Test
  void restartsKeepTheBest() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixture estimator = faithfulEstimator().setK(4).setInitMode("random").setMaxIter(60);
    double one = estimator.fit(data).summary().bound();
    double best = estimator.setNumInit(5).fit(data).summary().bound();
    assertThat(best).isGreaterThanOrEqualTo(one);
  }

  @Test
  void warmStartFromAModelObject() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel first = faithfulEstimator().setTol(1e-12).fit(data);
    GaussianMixture warm = faithfulEstimator().setInitialModel(first);
    assertThat(warm.getInitialModel()).isSameAs(first);
    assertThat(warm.getInitMode()).isEqualTo("model");
    GaussianMixtureSummary second = warm.fit(data).summary();
    assertThat(second.iterations()).isLessThanOrEqualTo(2);
    assertThat(second.logLikelihood()).isCloseTo(first.summary().logLikelihood(), within(1e-6));
    assertThat(warm.setMaxIter(0).fit(data).weights()).isEqualTo(first.weights());
  }

  @Test
  void constantColumnsAreNamed() {
    Dataset<Row> data = MixtureData.faithful().withColumn("zero", functions.lit(0));
    GaussianMixtureModel model =
        new GaussianMixture().setFeaturesCols("eruptions", "waiting", "zero").fit(data);
    assertThat(model.summary().warnings())
        .contains("constant columns: zero; their variance is the covariance floor");
    assertThat(model.featureNames()).containsExactly("eruptions", "waiting", "zero");
    assertThat(model.weights()[0]).isCloseTo(0.644, within(1e-3));
  }

  @Test
  void tooFewRowsForAMatrixIsAWarning() {
    GaussianMixtureModel model =
        new GaussianMixture()
            .setK(1)
            .fit(MixtureData.vectors(new double[][] {{1, 2, 3}, {3, 1, 2}, {0, 0, 1}}));
    assertThat(model.summary().warnings())
        .hasSize(2)
        .contains(
            "3 rows do not determine a covariance of 3 columns;"
                + " consider covarianceType diagonal")
        .anyMatch(warning -> warning.contains("covariance floor"));
  }

  /** Nothing changes when a model is trained twice, in blocks of other sizes but to rounding. */
  @Test
  void repeatable() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel first = faithfulEstimator().fit(data);
    MixtureData.assertSame(first, faithfulEstimator().fit(data));
    assertThat(faithfulEstimator().setMaxBlockSizeInMB(0.001).fit(data).summary().logLikelihood())
        .isCloseTo(first.summary().logLikelihood(), within(1e-9));
  }

  @Test
  void theSummaryDescribesTheTrainingData() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel model =
        faithfulEstimator().setPredictionCol("p").setProbabilityCol("q").fit(data);
    GaussianMixtureSummary summary = model.summary();
    assertThat(summary.k()).isEqualTo(2);
    assertThat(summary.predictionCol()).isEqualTo("p");
    assertThat(summary.probabilityCol()).isEqualTo("q");
    assertThat(summary.predictions().columns()).containsExactly("eruptions", "waiting", "p", "q");
    assertThat(summary.cluster().columns()).containsExactly("p");
    assertThat(summary.probability().columns()).containsExactly("q");
    assertThat(summary.clusterSizes()).containsExactly(175, 97);
    assertThat(summary.numIter()).isEqualTo(summary.iterations());
    model.setSummary(scala.Option.empty());
    assertThat(model.hasSummary()).isFalse();
  }

  @Test
  void evaluateIsTheLikelihoodOnOtherData() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixtureModel model = faithfulEstimator().fit(data);
    MixtureEvaluation same = model.evaluate(data);
    assertThat(same.logLikelihood()).isEqualTo(model.summary().logLikelihood());
    assertThat(same.entropies()).isEqualTo(model.summary().entropies());
    Dataset<Row> half = data.limit(100).withColumn("w", functions.lit(2));
    MixtureEvaluation weighted = model.setWeightCol("w").evaluate(half);
    assertThat(weighted.rows()).isEqualTo(100);
    assertThat(weighted.totalWeight()).isEqualTo(200);
    double sum =
        model.setLogDensityCol("l").transform(half).agg(functions.sum("l")).first().getDouble(0);
    assertThat(weighted.logLikelihood()).isCloseTo(2 * sum, within(1e-9));
  }
}
