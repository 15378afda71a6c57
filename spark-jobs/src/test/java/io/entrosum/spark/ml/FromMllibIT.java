package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What the page for users of MLlib says (docs/from-mllib.md). */
class FromMllibIT {
  private static Dataset<Row> blobs() {
    return MixtureData.vectors(MixtureData.blobs(3, 2, 100, 4, 11));
  }

  private static org.apache.spark.ml.clustering.GaussianMixture mllib() {
    return new org.apache.spark.ml.clustering.GaussianMixture().setK(3).setSeed(5);
  }

  private static GaussianMixtureModel converted(
      org.apache.spark.ml.clustering.GaussianMixtureModel old) {
    MultivariateGaussian[] gaussians = old.gaussians();
    double[] means =
        Arrays.stream(gaussians).flatMapToDouble(g -> Arrays.stream(g.mean().toArray())).toArray();
    double[] covariances =
        Arrays.stream(gaussians).flatMapToDouble(g -> Arrays.stream(g.cov().toArray())).toArray();
    Mixture mixture =
        new Mixture(
            old.weights(),
            GaussianComponents.of(
                CovarianceType.FULL, 3, 2, means, covariances, CovarianceFloor.none(2)));
    return new GaussianMixtureModel("old", mixture, List.of());
  }

  @Test
  void trainingStartsFromTheParametersOfMllib() {
    Dataset<Row> data = blobs();
    org.apache.spark.ml.clustering.GaussianMixtureModel old = mllib().setMaxIter(2).fit(data);
    GaussianMixtureModel same = converted(old);
    List<Row> rows = data.collectAsList();
    for (Row row : rows) {
      Vector features = row.getAs("features");
      assertThat(same.predict(features)).isEqualTo(old.predict(features));
      assertThat(same.predictProbability(features).toArray())
          .containsExactly(old.predictProbability(features).toArray(), within(1e-9));
    }
    GaussianMixtureModel better = new GaussianMixture().setK(3).setInitialModel(same).fit(data);
    assertThat(better.summary().logLikelihood()).isGreaterThan(same.evaluate(data).logLikelihood());
  }

  @Test
  void mllibsLogLikelihoodIsThatOfTheStepBefore() {
    Dataset<Row> data = blobs();
    org.apache.spark.ml.clustering.GaussianMixtureModel one = mllib().setMaxIter(1).fit(data);
    org.apache.spark.ml.clustering.GaussianMixtureModel two =
        mllib().setMaxIter(2).setTol(0).fit(data);
    double ofOne = converted(one).evaluate(data).logLikelihood();
    assertThat(one.summary().logLikelihood()).isLessThan(ofOne - 1);
    assertThat(two.summary().logLikelihood()).isCloseTo(ofOne, within(1e-6));
  }

  @Test
  void oneComponentIsAllowedHereOnly() {
    assertThatThrownBy(() -> mllib().setK(1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new GaussianMixture().setK(1).fit(blobs()).weights()).containsExactly(1);
  }

  @Test
  void scoresOfPcaAreConverted() {
    Dataset<Row> data = LatentData.dataset(500, 3);
    int h = LatentData.H;
    PCAModel mllib = new PCA().setK(h).setInputCol("features").setOutputCol("scores").fit(data);
    ProbabilisticPcaModel ours = new ProbabilisticPca().setLatentDimensions(h).fit(data);
    Dataset<Row> both =
        ours.whitening()
            .setMode("pca")
            .setOutputCol("white")
            .transform(ours.transform(mllib.transform(data)));
    double[] ofMean = multiply(mllib, ours.mean());
    for (Row row : both.collectAsList()) {
      double[] scores = ((Vector) row.getAs("scores")).toArray();
      double[] latent = ((Vector) row.getAs("latent")).toArray();
      double[] white = ((Vector) row.getAs("white")).toArray();
      for (int i = 0; i < h; i++) {
        double squared = 0;
        for (int j = 0; j < LatentData.D; j++) {
          squared += Math.pow(ours.loadings().apply(j, i), 2);
        }
        double lambda = squared + ours.noiseVariance();
        double centred = Math.abs(scores[i] - ofMean[i]);
        assertThat(Math.abs(latent[i]) * lambda / Math.sqrt(squared))
            .isCloseTo(centred, within(1e-9));
        assertThat(Math.abs(white[i]) * Math.sqrt(lambda)).isCloseTo(centred, within(1e-9));
      }
    }
  }

  private static double[] multiply(PCAModel model, Vector row) {
    double[] product = new double[model.getK()];
    for (int i = 0; i < product.length; i++) {
      for (int j = 0; j < row.size(); j++) {
        product[i] += model.pc().apply(j, i) * row.apply(j);
      }
    }
    return product;
  }
}
