package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class GaussianMixtureFitIT {
  /** References: scikit-learn's GaussianMixture at tol 1e-15. */
  @Test
  void oldFaithful() {
    Dataset<Row> data = MixtureData.faithful();
    GaussianMixture estimator = new GaussianMixture().setFeaturesCols("eruptions", "waiting");
    GaussianMixtureModel full = estimator.fit(data);
    assertThat(full.summary().logLikelihood()).isCloseTo(-1130.263960, within(1e-5));
    GaussianMixtureModel tied = estimator.setCovarianceType("tied").fit(data);
    assertThat(tied.summary().logLikelihood()).isCloseTo(-1140.186759, within(1e-5));
    full.setLogDensityCol("ld").transform(data).show(3, false);
    System.err.println(full.explainParams());
  }
}
