package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.init.UnusableDataException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

class GaussianMixtureWeightsIT {
  private static GaussianMixture estimator() {
    return new GaussianMixture().setFeaturesCols("eruptions", "waiting");
  }

  private static Dataset<Row> weighted(String weight) {
    return MixtureData.faithful().withColumn("w", functions.expr(weight));
  }

  @Test
  void anIntegerWeightIsTheRowSoManyTimes() {
    Dataset<Row> weighted = weighted("waiting % 4");
    Dataset<Row> repeated =
        weighted.withColumn("i", functions.expr("explode(sequence(1, 3))")).where("i <= w");
    GaussianMixtureModel byWeight = estimator().setWeightCol("w").fit(weighted);
    GaussianMixtureModel byCopies = estimator().fit(repeated);
    assertThat(byWeight.summary().totalWeight()).isEqualTo((double) repeated.count());
    assertThat(byWeight.summary().rows()).isEqualTo(272);
    assertThat(byWeight.summary().logLikelihood())
        .isCloseTo(byCopies.summary().logLikelihood(), within(1e-8));
    MixtureData.assertClose(byCopies, byWeight, 1e-8);
  }

  @Test
  void rowsOfWeightZeroCountForNothing() {
    Dataset<Row> weighted = weighted("if(waiting > 80, 0.0, 1.0)");
    MixtureData.assertClose(
        estimator().fit(weighted.where("w > 0")),
        estimator().setWeightCol("w").fit(weighted),
        1e-10);
  }

  @Test
  void theScaleOfWeightsDoesNotMatter() {
    GaussianMixtureModel expected = estimator().fit(MixtureData.faithful());
    for (String weight : new String[] {"10", "100L", "0.001D", "cast(1 as decimal(3, 1))"}) {
      GaussianMixtureModel actual = estimator().setWeightCol("w").fit(weighted(weight));
      MixtureData.assertClose(expected, actual, 1e-9);
    }
  }

  @Test
  void negativeMissingAndZeroWeights() {
    GaussianMixture estimator = estimator().setWeightCol("w");
    assertThatThrownBy(() -> estimator.fit(weighted("if(waiting = 54, -1, 1)")))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("row 2 of partition 0: weight column w is -1.0; weights must be >= 0");
    assertThatThrownBy(() -> estimator.fit(weighted("if(waiting = 54, null, 1)")))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("row 2 of partition 0: weight column w is null (set handleInvalid to skip)");
    assertThatThrownBy(() -> estimator.fit(weighted("0")))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("all 272 row weights are zero; at least one must be positive");
    assertThatThrownBy(() -> estimator.fit(weighted("'1'")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weightCol: column w is of type string, not a number");
  }
}
