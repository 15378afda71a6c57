package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import io.entrosum.train.StopReason;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FactorAnalysisIT {
  private static final int D = LatentData.D;
  private static final int N = 20_000;

  private static Dataset<Row> data;
  private static FactorAnalysisModel model;

  @BeforeAll
  static void fit() {
    data = LatentData.dataset(N, 4).cache();
    model = estimator().fit(data);
  }

  private static FactorAnalysis estimator() {
    return new FactorAnalysis().setLatentDimensions(LatentData.H).setTol(1e-10);
  }

  /** Within five standard errors of a sample covariance, {@code (c_ii c_jj + c_ij^2) / N}. */
  @Test
  void theCovarianceIsRecovered() {
    assertThat(model.summary().stopReason()).isEqualTo(StopReason.CONVERGED);
    for (int i = 0; i < D; i++) {
      for (int j = 0; j < D; j++) {
        double expected = LatentData.covariance(i, j);
        double error =
            Math.sqrt(
                (LatentData.covariance(i, i) * LatentData.covariance(j, j) + expected * expected)
                    / N);
        assertThat(model.covariance().apply(i, j)).isCloseTo(expected, within(5 * error));
      }
      double noise = LatentData.noise(i);
      double variance = LatentData.covariance(i, i);
      // psi is less certain than a variance of noise alone, by the share of the column that it is
      assertThat(model.noiseVariances().apply(i))
          .isCloseTo(noise, within(5 * Math.sqrt(2. / N) * variance));
      assertThat(model.communalities().apply(i))
          .isCloseTo(1 - noise / variance, within(5 * Math.sqrt(8. / N)));
      assertThat(model.mean().apply(i)).isCloseTo(10 - i, within(5 * Math.sqrt(variance / N)));
    }
  }

  /** At the maximum of factor analysis variances are those of the data. */
  @Test
  void theMaximumHasTheVariancesOfTheData() {
    double[][] expected = LatentData.covariance(LatentData.rows(N, 4));
    for (int j = 0; j < D; j++) {
      assertThat(model.covariance().apply(j, j)).isCloseTo(expected[j][j], within(1e-3));
    }
    assertThat(model.summary().method()).isEqualTo("moments");
    // mean 6, loadings 6 * 2 less a rotation of 1, noise 6
    assertThat(model.summary().numParameters()).isEqualTo(23);
    assertThat(model.evaluate(data).bound()).isCloseTo(model.summary().bound(), within(1e-9));
    FactorSummary passes = estimator().setMethod("passes").fit(data).summary();
    assertThat(passes.method()).isEqualTo("passes");
    assertThat(passes.bound()).isCloseTo(model.summary().bound(), within(1e-6));
  }

  @Test
  void varimaxChangesLoadingsAndNothingElse() {
    FactorAnalysisModel rotated = estimator().setRotation("varimax").fit(data);
    assertThat(rotated.covariance().toArray())
        .containsExactly(model.covariance().toArray(), within(1e-9));
    assertThat(rotated.communalities().toArray())
        .containsExactly(model.communalities().toArray(), within(1e-9));
    assertThat(rotated.loadings()).isNotEqualTo(model.loadings());
    assertThat(simplicity(rotated.loadings())).isGreaterThan(simplicity(model.loadings()) + 1e-3);
    assertThat(rotated.factorModel().rotation()).isEqualTo(FactorModel.Rotation.VARIMAX);
    Row row = data.first();
    assertThat(rotated.logDensity(row.getAs(0)))
        .isCloseTo(model.logDensity(row.getAs(0)), within(1e-9));
  }

  /** What varimax maximises (Kaiser's normalisation), by its definition. */
  private static double simplicity(Matrix loadings) {
    double total = 0;
    for (int h = 0; h < loadings.numCols(); h++) {
      double fourth = 0;
      double second = 0;
      for (int j = 0; j < D; j++) {
        double norm = 0;
        for (int i = 0; i < loadings.numCols(); i++) {
          norm += loadings.apply(j, i) * loadings.apply(j, i);
        }
        double square = loadings.apply(j, h) * loadings.apply(j, h) / norm;
        fourth += square * square / D;
        second += square / D;
      }
      total += fourth - second * second;
    }
    return total;
  }

  /** One component is factor analysis: the same maximum, found from another start. */
  @Test
  void aMixtureOfOne() {
    Dataset<Row> few = LatentData.dataset(800, 9).cache();
    FactorAnalysisModel single = estimator().setTol(1e-13).setMaxIter(2000).fit(few);
    MixtureOfFactorAnalyzersModel mixture =
        new MixtureOfFactorAnalyzers()
            .setK(1)
            .setLatentDimensions(LatentData.H)
            .setTol(1e-13)
            .setMaxIter(2000)
            .setLogDensityCol("log_density")
            .fit(few);
    assertThat(mixture.summary().bound()).isCloseTo(single.summary().bound(), within(1e-8));
    assertThat(mixture.weights()).containsExactly(1);
    assertThat(mixture.means()[0].toArray()).containsExactly(single.mean().toArray(), within(1e-8));
    assertThat(mixture.covariance(0).toArray())
        .containsExactly(single.covariance().toArray(), within(1e-3));
    assertThat(mixture.loadings(0).toArray())
        .containsExactly(single.loadings().toArray(), within(1e-3));
    assertThat(mixture.noiseVariance(0).toArray())
        .containsExactly(single.noiseVariances().toArray(), within(1e-3));
    Vector x = few.first().getAs(0);
    assertThat(mixture.logDensity(x)).isCloseTo(single.logDensity(x), within(1e-3));
  }

  @Test
  void whatAUserShouldKnow() {
    double[][] rows = LatentData.rows(80, 3);
    for (double[] row : rows) {
      row[1] = 3;
      row[2] = row[0] * 2; // a column that another determines has no noise
    }
    List<String> warnings =
        estimator().setLatentDimensions(4).fit(MixtureData.vectors(rows)).summary().warnings();
    assertThat(warnings)
        .hasSize(3)
        .contains("constant columns: features[1]; their variance is the noise floor")
        .contains(
            "4 factors of 6 columns: covariance and likelihood are right, but loadings are not"
                + " unique");
    assertThat(warnings.get(2)).matches("\\d noise variances of component 0 at the floor");
  }

  @Test
  void modelsOfAnotherKindAreRefused() {
    double[] loadings = {1, 2, 3};
    FactorModel isotropic =
        FactorModel.of(
            new double[3],
            loadings,
            NoiseType.ISOTROPIC,
            new double[] {1},
            CovarianceFloor.none(3));
    FactorModel diagonal =
        FactorModel.of(
            new double[3],
            loadings,
            NoiseType.DIAGONAL,
            new double[] {1, 2, 3},
            CovarianceFloor.none(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorAnalysisModel("a", isotropic, List.of()))
        .withMessage("model: its noise must be diagonal but is isotropic");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProbabilisticPcaModel("a", diagonal, List.of()))
        .withMessage("model: its noise must be isotropic but is diagonal");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorAnalysisModel("a", diagonal, List.of("x")))
        .withMessage("featureNames: must be 3 but are 1");
    assertThat(new FactorAnalysisModel("a", diagonal, List.of()).featureNames())
        .containsExactly("features[0]", "features[1]", "features[2]");
  }
}
