package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.init.FactorMixtureSpec;
import io.entrosum.init.MixtureTraining;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MixtureOfFactorAnalyzersIT {
  private static final int D = LatentData.D;
  private static final int N = 600;

  private static Dataset<Row> data;
  private static MixtureOfFactorAnalyzersModel model;

  /** Two kinds of rows, a third of them 30 higher in every column. */
  private static double[][] rows() {
    double[][] rows = LatentData.rows(N, 12);
    for (int i = 0; i < N; i += 3) {
      for (int j = 0; j < D; j++) {
        rows[i][j] += 30;
      }
    }
    return rows;
  }

  @BeforeAll
  static void fit() {
    data = MixtureData.vectors(rows());
    int before = MixtureData.persisted();
    model = estimator().fit(data);
    assertThat(MixtureData.persisted()).isEqualTo(before);
  }

  private static MixtureOfFactorAnalyzers estimator() {
    return new MixtureOfFactorAnalyzers()
        .setK(2)
        .setLatentDimensions(LatentData.H)
        .setLogDensityCol("log_density");
  }

  @Test
  void theFitIsThatOfTheEngine() {
    TrainingResult<io.entrosum.model.Mixture> expected =
        MixtureTraining.of(
                FactorMixtureSpec.of(2, LatentData.H), new StoppingRule(200, 1e-6), 1, List.of())
            .run(new LocalPass(List.of(Block.ofRows(rows()))));
    MixtureSummary summary = model.summary();
    assertThat(summary.bound()).isCloseTo(expected.bound().bound(), within(1e-9));
    assertThat(summary.iterations()).isEqualTo(expected.iterations());
    // a weight, and two components of mean 6, loadings 6 * 2 less a rotation of 1, noise 6
    assertThat(summary.numParameters()).isEqualTo(47);
    assertThat(summary.icl() - summary.bic())
        .isCloseTo(2 * N * summary.entropies().assignment(), within(1e-6));
    assertThat(model.evaluate(data).bound()).isCloseTo(summary.bound(), within(1e-9));
  }

  @Test
  void theKindsAreFound() {
    assertThat(model.weights()).containsExactly(new double[] {2 / 3., 1 / 3.}, within(1e-6));
    for (int j = 0; j < D; j++) {
      // five standard errors of the means of 400 and 200 rows
      double error = 5 * Math.sqrt(LatentData.covariance(j, j) / 200);
      assertThat(model.means()[0].apply(j)).isCloseTo(10 - j, within(error));
      assertThat(model.means()[1].apply(j)).isCloseTo(40 - j, within(error));
    }
    List<Row> scored = model.transform(data).collectAsList();
    for (int i = 0; i < N; i++) {
      Row row = scored.get(i);
      assertThat(row.<Integer>getAs("prediction")).isEqualTo(i % 3 == 0 ? 1 : 0);
      Vector x = row.getAs("features");
      assertThat(row.<Vector>getAs("probability")).isEqualTo(model.predictProbability(x));
      assertThat(row.<Double>getAs("log_density")).isEqualTo(model.logDensity(x));
    }
    assertThat(model.predict(data.first().getAs(0))).isEqualTo(1);
  }

  /** The covariance is put together from loadings and noise as the model says. */
  @Test
  void parametersOfComponents() {
    for (String noise : List.of("diagonal", "isotropic")) {
      MixtureOfFactorAnalyzersModel fitted = estimator().setNoise(noise).setMaxIter(5).fit(data);
      assertThat(fitted.getNoise()).isEqualTo(noise);
      assertThat(fitted.noiseVariance(1).apply(0) == fitted.noiseVariance(1).apply(1))
          .isEqualTo(noise.equals("isotropic"));
      for (int i = 0; i < D; i++) {
        for (int j = 0; j < D; j++) {
          double expected = i == j ? fitted.noiseVariance(1).apply(i) : 0;
          for (int h = 0; h < LatentData.H; h++) {
            expected += fitted.loadings(1).apply(i, h) * fitted.loadings(1).apply(j, h);
          }
          assertThat(fitted.covariance(1).apply(i, j)).isCloseTo(expected, within(1e-12));
        }
      }
    }
  }

  /** Restarts keep the best, so they are never worse. */
  @Test
  void restartsAndRandomStarts() {
    MixtureSummary one = estimator().setInitMode("random").setMaxIter(8).fit(data).summary();
    MixtureSummary best =
        estimator().setInitMode("random").setMaxIter(8).setNumInit(4).fit(data).summary();
    assertThat(best.bound()).isGreaterThanOrEqualTo(one.bound());
    assertThat(one.bound())
        .isNotEqualTo(
            estimator().setInitMode("random").setSeed(5).setMaxIter(8).fit(data).summary().bound());
  }

  @Test
  void constantColumnsAreNamed() {
    double[][] rows = rows();
    for (double[] row : rows) {
      row[4] = 1;
    }
    assertThat(estimator().setMaxIter(3).fit(MixtureData.vectors(rows)).summary().warnings())
        .contains("constant columns: features[4]; their variance is the noise floor")
        .contains("not converged after 3 iterations (maxIter, tol)");
  }
}
