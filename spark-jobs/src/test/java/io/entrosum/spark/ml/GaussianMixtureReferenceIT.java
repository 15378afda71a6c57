package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results that others have published or compute. */
class GaussianMixtureReferenceIT {
  private static final Logger LOG = LoggerFactory.getLogger(GaussianMixtureReferenceIT.class);

  /**
   * The data and the results of R's mixtools (mvnormalmixEM) that Spark's GaussianMixtureSuite
   * quotes: 7 rows around (0, 0), 8 around (10, 10).
   */
  @Test
  void mixtoolsInTwoDimensions() {
    GaussianMixtureModel model =
        new GaussianMixture()
            .fit(
                MixtureData.vectors(
                    new double[][] {
                      {-0.6264538, 0.1836433}, {-0.8356286, 1.5952808}, {0.3295078, -0.8204684},
                      {0.4874291, 0.7383247}, {0.5757814, -0.3053884}, {1.5117812, 0.3898432},
                      {-0.6212406, -2.2146999}, {11.1249309, 9.9550664}, {9.9838097, 10.9438362},
                      {10.8212212, 10.5939013}, {10.9189774, 10.7821363}, {10.0745650, 8.0106483},
                      {10.6198257, 9.9438713}, {9.8442045, 8.5292476}, {9.5218499, 10.4179416}
                    }));
    assertThat(model.summary().logLikelihood()).isCloseTo(-46.89499, within(1e-5));
    assertThat(model.weights()).containsExactly(new double[] {0.5333333, 0.4666667}, within(1e-6));
    assertThat(model.mean(0).toArray())
        .containsExactly(new double[] {10.363673, 9.897081}, within(1e-6));
    assertThat(model.mean(1).toArray())
        .containsExactly(new double[] {0.11731091, -0.06192351}, within(1e-6));
    assertThat(model.covariance(0).toArray())
        .containsExactly(new double[] {0.2961543, 0.160783, 0.160783, 1.008878}, within(1e-6));
    assertThat(model.covariance(1).toArray())
        .containsExactly(
            new double[] {0.62049934, 0.06880802, 0.06880802, 1.27431874}, within(1e-6));
  }

  /** The data and the expected values of Spark's GaussianMixtureSuite, in one dimension. */
  @Test
  void sparksExampleInOneDimension() {
    double[] values = {
      -5.1971, -2.5359, -3.8220, -5.2211, -5.0602, 4.7118, 6.8989, 3.4592, 4.6322, 5.7048, 4.6567,
      5.5026, 4.5605, 5.2043, 6.2734
    };
    Dataset<Row> dense =
        MixtureData.vectors(
            Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new));
    Mixture start =
        new Mixture(
            new double[] {0.5, 0.5},
            GaussianComponents.of(
                CovarianceType.FULL,
                2,
                1,
                new double[] {5, -3},
                new double[] {1, 1},
                CovarianceFloor.none(1)));
    GaussianMixture warm =
        new GaussianMixture().setInitialModel(new GaussianMixtureModel("start", start, List.of()));
    for (GaussianMixture estimator : List.of(new GaussianMixture(), warm)) {
      for (Dataset<Row> data : List.of(dense, MixtureData.sparse(dense))) {
        GaussianMixtureModel model = estimator.fit(data);
        assertThat(model.weights()).containsExactly(new double[] {2.0 / 3, 1.0 / 3}, within(1e-3));
        assertThat(model.mean(0).apply(0)).isCloseTo(5.1604, within(1e-3));
        assertThat(model.mean(1).apply(0)).isCloseTo(-4.3673, within(1e-3));
        assertThat(model.covariance(0).apply(0, 0)).isCloseTo(0.86644, within(1e-3));
        assertThat(model.covariance(1).apply(0, 0)).isCloseTo(1.1098, within(1e-3));
      }
    }
  }

  /** On easy data in two dimensions MLlib is right, and we agree. */
  @Test
  void mllibInTwoDimensions() {
    Dataset<Row> data = MixtureData.vectors(MixtureData.blobs(3, 2, 3000, 8, 5)).cache();
    org.apache.spark.ml.clustering.GaussianMixtureModel mllib =
        new org.apache.spark.ml.clustering.GaussianMixture()
            .setK(3)
            .setSeed(1)
            .setTol(1e-8)
            .fit(data);
    GaussianMixtureModel ours = new GaussianMixture().setK(3).fit(data);
    data.unpersist();
    for (int c = 0; c < 3; c++) {
      int blob = blob(ours.mean(c), 8);
      for (int other = 0; other < 3; other++) {
        if (blob(mllib.gaussians()[other].mean(), 8) == blob) {
          assertThat(mllib.weights()[other]).isCloseTo(ours.weights()[c], within(1e-4));
          assertThat(mllib.gaussians()[other].mean().toArray())
              .containsExactly(ours.mean(c).toArray(), within(1e-3));
          assertThat(mllib.gaussians()[other].cov().toArray())
              .containsExactly(ours.covariance(c).toArray(), within(1e-3));
        }
      }
    }
    assertThat(ours.summary().logLikelihood())
        .isCloseTo(mllib.summary().logLikelihood(), within(0.01));
  }

  /** Three unit blobs in 25 dimensions, where MLlib's densities underflow. */
  @Test
  void separatedBlobsInTwentyFiveDimensions() {
    Dataset<Row> data = MixtureData.vectors(MixtureData.blobs(3, 25, 3000, 5, 7)).cache();
    GaussianMixtureModel ours = new GaussianMixture().setK(3).fit(data);
    org.apache.spark.ml.clustering.GaussianMixtureModel mllib =
        new org.apache.spark.ml.clustering.GaussianMixture().setK(3).setSeed(1).fit(data);
    List<Row> theirs = mllib.transform(data).select("features", "prediction").collectAsList();
    LOG.info(
        "D = 25, MLlib: weights {}, first coordinates of the means {}, {} of 3000 rows in their"
            + " blob, log-likelihood {}",
        mllib.weights(),
        Arrays.stream(mllib.gaussians()).mapToDouble(g -> g.mean().apply(0)).toArray(),
        inTheirBlob(theirs, c -> mllib.gaussians()[c].mean()),
        mllib.summary().logLikelihood());
    assertThat(ours.weights())
        .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(0.02));
    List<Row> rows = ours.transform(data).select("features", "prediction").collectAsList();
    long right = inTheirBlob(rows, ours::mean);
    LOG.info(
        "D = 25, ours: weights {}, {} of 3000 rows in their blob, log-likelihood {}",
        ours.weights(),
        right,
        ours.summary().logLikelihood());
    data.unpersist();
    assertThat(right).isGreaterThan(2997);
  }

  /** The number of rows whose component's mean is the centre that they were drawn around. */
  private static long inTheirBlob(List<Row> rows, IntFunction<Vector> means) {
    return IntStream.range(0, rows.size())
        .filter(i -> blob(means.apply(rows.get(i).getInt(1)), 5) == i % 3)
        .count();
  }

  private static int blob(Vector mean, double distance) {
    return (int) Math.round(mean.apply(0) / distance);
  }
}
