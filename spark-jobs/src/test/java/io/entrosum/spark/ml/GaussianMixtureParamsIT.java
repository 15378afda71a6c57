package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.InitMode;
import io.entrosum.train.StoppingRule;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class GaussianMixtureParamsIT {
  private static final List<String> NAMES =
      List.of(
          "aggregationDepth",
          "covarianceFloor",
          "covarianceType",
          "featuresCol",
          "featuresCols",
          "handleInvalid",
          "initMode",
          "initialModel",
          "k",
          "logDensityCol",
          "maxBlockSizeInMB",
          "maxIter",
          "numInit",
          "predictionCol",
          "probabilityCol",
          "seed",
          "tol",
          "weightCol");

  private static final List<String> OF_ESTIMATORS = List.of("checkpointDir", "checkpointInterval");

  @Test
  void parametersAreFoundByTheirNames() {
    for (GaussianMixtureParams stage : List.of(new GaussianMixture(), new GaussianMixtureModel())) {
      Set<String> names = new TreeSet<>(NAMES);
      if (stage instanceof GaussianMixture) {
        names.addAll(OF_ESTIMATORS);
      }
      assertThat(Arrays.stream(stage.params()).map(Param::name)).containsExactlyElementsOf(names);
      assertThat(stage).isInstanceOf(HasFeaturesCol.class).isInstanceOf(HasMaxIter.class);
      for (Param<?> param : stage.params()) {
        assertThat(param.parent()).isEqualTo(stage.uid());
        assertThat(param.doc()).isNotBlank();
      }
    }
  }

  @Test
  void defaultsAreThoseOfTheEngine() {
    GaussianMixture estimator = new GaussianMixture();
    assertThat(estimator.getK()).isEqualTo(2);
    assertThat(estimator.getMaxIter()).isEqualTo(StoppingRule.DEFAULT_MAX_ITERATIONS);
    assertThat(estimator.getTol()).isEqualTo(StoppingRule.DEFAULT_TOLERANCE);
    assertThat(estimator.getSeed()).isEqualTo(1);
    assertThat(estimator.getAggregationDepth()).isEqualTo(2);
    assertThat(estimator.getCovarianceType()).isEqualTo(CovarianceType.FULL.label());
    assertThat(estimator.getCovarianceFloor()).isEqualTo(CovarianceFloor.DEFAULT_RELATIVE);
    assertThat(estimator.getInitMode()).isEqualTo(InitMode.K_MEANS.label());
    assertThat(estimator.getInitialModel()).isNull();
    assertThat(estimator.getNumInit()).isEqualTo(1);
    assertThat(estimator.getHandleInvalid()).isEqualTo("error");
    assertThat(estimator.getMaxBlockSizeInMB()).isZero();
    assertThat(estimator.getFeaturesCol()).isEqualTo("features");
    assertThat(estimator.getFeaturesCols()).isEmpty();
    assertThat(estimator.getWeightCol()).isEmpty();
    assertThat(estimator.getPredictionCol()).isEqualTo("prediction");
    assertThat(estimator.getProbabilityCol()).isEqualTo("probability");
    assertThat(estimator.getLogDensityCol()).isEmpty();
    assertThat(estimator.getCheckpointInterval()).isEqualTo(10);
    assertThat(estimator.getCheckpointDir()).isEmpty();
  }

  @Test
  void explainParamsSaysDefaultsAndValues() {
    assertThat(new GaussianMixture().setK(7).explainParams())
        .contains("k: Number of components of the mixture (>= 1). (default: 2, current: 7)")
        .contains("maxIter: maximum number of iterations (>= 0) (default: 200)")
        .contains("covarianceType: Shape of the covariances: full, tied, diagonal, spherical.")
        .contains("initMode: Where training starts: k-means++, random, model.");
  }

  @Test
  void settersSet() {
    GaussianMixture estimator =
        new GaussianMixture("mine")
            .setK(9)
            .setFeaturesCol("f")
            .setWeightCol("w")
            .setPredictionCol("p")
            .setProbabilityCol("q")
            .setLogDensityCol("l")
            .setMaxIter(33)
            .setTol(1e-3)
            .setSeed(123)
            .setAggregationDepth(3)
            .setCovarianceType("tied")
            .setCovarianceFloor(1e-4)
            .setInitMode("random")
            .setNumInit(4)
            .setHandleInvalid("skip")
            .setMaxBlockSizeInMB(2.5);
    assertThat(estimator.uid()).isEqualTo("mine");
    assertThat(estimator.extractParamMap().toList().size())
        .isEqualTo(NAMES.size() - 1 + OF_ESTIMATORS.size());
    assertThat(estimator.getK()).isEqualTo(9);
    assertThat(estimator.featureColumnNames()).containsExactly("f");
    assertThat(estimator.getSeed()).isEqualTo(123);
    assertThat(estimator.blockBytes()).isEqualTo(2_621_440);
    assertThat(estimator.getTol()).isEqualTo(1e-3);
  }

  @Test
  void valuesOutOfRangeAreRefusedAtOnce() {
    GaussianMixture estimator = new GaussianMixture();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.setK(0))
        .withMessageContaining("parameter k given invalid value 0");
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setMaxIter(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setCheckpointInterval(0));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setTol(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setTol(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setNumInit(0));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setCovarianceFloor(1));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setCovarianceType("round"));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setInitMode("best"));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setHandleInvalid("keep"));
    assertThatIllegalArgumentException().isThrownBy(() -> estimator.setAggregationDepth(1));
  }

  @Test
  void copiesKeepIdentifierParametersParentAndSummary() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixture estimator = new GaussianMixture().setFeaturesCols("eruptions", "waiting");
    GaussianMixtureModel model = estimator.fit(data);
    GaussianMixture same = estimator.copy(ParamMap.empty());
    assertThat(same).isNotSameAs(estimator);
    assertThat(same.uid()).isEqualTo(estimator.uid());
    assertThat(same.getFeaturesCols()).containsExactly("eruptions", "waiting");

    GaussianMixture other = estimator.copy(new ParamMap().put(estimator.k().w(5)));
    assertThat(other.getK()).isEqualTo(5);
    assertThat(estimator.getK()).isEqualTo(2);

    assertThat(model.uid()).isEqualTo(estimator.uid());
    assertThat(model.parent()).isSameAs(estimator);
    GaussianMixtureModel copy =
        model.copy(new ParamMap().put(model.predictionCol().w("component")));
    assertThat(copy.uid()).isEqualTo(model.uid());
    assertThat(copy.parent()).isSameAs(estimator);
    assertThat(copy.hasSummary()).isTrue();
    assertThat(copy.summary()).isSameAs(model.summary());
    assertThat(copy.getPredictionCol()).isEqualTo("component");
    assertThat(model.getPredictionCol()).isEqualTo("prediction");
    assertThat(copy.weights()).isEqualTo(model.weights());

    GaussianMixtureModel tied =
        estimator.fit(data, new ParamMap().put(estimator.covarianceType().w("tied")));
    assertThat(tied.getCovarianceType()).isEqualTo("tied");
  }

  @Test
  void stagesAreRegisteredForSparkConnect() {
    assertThat(ServiceLoader.load(Estimator.class).stream().map(ServiceLoader.Provider::type))
        .contains(GaussianMixture.class);
    assertThat(ServiceLoader.load(Transformer.class).stream().map(ServiceLoader.Provider::type))
        .contains(GaussianMixtureModel.class);
    assertThat(new GaussianMixtureModel().toString()).endsWith("without parameters");
  }
}
