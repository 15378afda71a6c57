package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.init.UnusableDataException;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProbabilisticPcaIT {
  private static final int D = LatentData.D;
  private static final int H = LatentData.H;

  private static Dataset<Row> data;
  private static ProbabilisticPcaModel model;

  @BeforeAll
  static void fit() {
    data = LatentData.dataset(500, 1);
    int before = MixtureData.persisted();
    model = estimator().fit(data);
    assertThat(MixtureData.persisted()).isEqualTo(before);
  }

  private static ProbabilisticPca estimator() {
    return new ProbabilisticPca().setLatentDimensions(H);
  }

  @Test
  void theFitIsThatOfTheEngine() {
    TrainingResult<io.entrosum.model.FactorModel> expected =
        FactorTraining.of(FactorSpec.ppca(H), new StoppingRule(200, 1e-6), List.of())
            .run(
                new LocalPass(List.of(Block.ofRows(LatentData.rows(500, 1)))),
                FactorTraining.Holes.NONE)
            .result();
    FactorSummary summary = model.summary();
    assertThat(summary.bound()).isCloseTo(expected.bound().bound(), within(1e-9));
    assertThat(summary.stopReason()).isEqualTo(StopReason.CLOSED_FORM);
    assertThat(summary.method()).isEqualTo("moments");
    assertThat(summary.iterations()).isEqualTo(1);
    assertThat(summary.warnings()).isEmpty();
    assertThat(summary.rows()).isEqualTo(500);
    // mean 6, loadings 6 * 2 less a rotation of 1, noise 1
    assertThat(summary.numParameters()).isEqualTo(18);
    assertThat(summary.bic() - summary.aic()).isCloseTo(18 * (Math.log(500) - 2), within(1e-9));
    assertThat(summary.entropies().gap()).isCloseTo(0, within(1e-9)); // the maximum is stationary
    assertThat(model.mean().toArray()).containsExactly(expected.model().mean(), within(1e-12));
    assertThat(model.noiseVariance()).isCloseTo(expected.model().noise()[0], within(1e-12));
    assertThat(model.evaluate(data).logLikelihood())
        .isCloseTo(summary.logLikelihood(), within(1e-8));
  }

  @Test
  void theAxesAreThoseOfMllib() {
    PCAModel mllib = new PCA().setK(H).setInputCol("features").fit(data);
    for (String method : List.of("moments", "passes")) {
      ProbabilisticPcaModel fitted = estimator().setMethod(method).setTol(1e-12).fit(data);
      assertThat(fitted.summary().method()).isEqualTo(method);
      assertThat(leastCosine(mllib.pc(), fitted.loadings())).isGreaterThan(1 - 1e-6);
      assertThat(fitted.explainedVariance().toArray())
          .containsExactly(mllib.explainedVariance().toArray(), within(1e-5));
    }
    assertThat(model.explainedVariance().toArray())
        .containsExactly(mllib.explainedVariance().toArray(), within(1e-12));
  }

  /** The cosine of the largest angle between the spaces that columns span. */
  private static double leastCosine(Matrix axes, Matrix loadings) {
    double[] inner = new double[H * H];
    for (int h = 0; h < H; h++) {
      double[] own = column(loadings, h);
      double length = Math.sqrt(dot(own, own));
      for (int i = 0; i < H; i++) {
        inner[i * H + h] = dot(column(axes, i), own) / length;
      }
    }
    double[] gram = new double[H * H];
    for (int i = 0; i < H; i++) {
      for (int j = 0; j < H; j++) {
        for (int h = 0; h < H; h++) {
          gram[i * H + j] += inner[i * H + h] * inner[j * H + h];
        }
      }
    }
    return Math.sqrt(SymmetricEigen.of(H, gram).values()[0]);
  }

  private static double[] column(Matrix matrix, int j) {
    return IntStream.range(0, matrix.numRows()).mapToDouble(i -> matrix.apply(i, j)).toArray();
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  @Test
  void columnsAgreeWithTheScoresOfSingleRows() {
    ProbabilisticPcaModel all = model.copy(ParamMap.empty()).setReconstructionCol("back");
    Dataset<Row> scored = all.transform(data.limit(20));
    assertThat(scored.columns()).containsExactly("features", "latent", "log_density", "back");
    assertThat(scored.schema()).isEqualTo(all.transformSchema(data.schema()));
    assertThat(AttributeGroup.fromStructField(scored.schema().apply("latent")).size()).isEqualTo(H);
    assertThat(AttributeGroup.fromStructField(scored.schema().apply("back")).size()).isEqualTo(D);
    for (Row row : scored.collectAsList()) {
      Vector x = row.getAs(0);
      Vector z = row.getAs(1);
      assertThat(z).isEqualTo(model.latent(x));
      assertThat(row.getDouble(2)).isEqualTo(model.logDensity(x));
      double[] expected = model.loadings().multiply(z).toArray();
      Arrays.setAll(expected, j -> expected[j] + model.mean().apply(j));
      assertThat(row.<Vector>getAs(3).toArray()).containsExactly(expected, within(1e-12));
    }
    assertThat(all.setLatentCol("").setLogDensityCol("").transform(data).columns())
        .containsExactly("features", "back");
    double sum =
        model.transform(data).select("log_density").collectAsList().stream()
            .mapToDouble(row -> row.getDouble(0))
            .sum();
    assertThat(sum).isCloseTo(model.summary().logLikelihood(), within(1e-8));
  }

  /** A missing value is marginalised: rows with holes have the density of what they have. */
  @Test
  void missingValues() {
    double[][] rows = LatentData.rows(500, 1);
    for (int i = 0; i < 50; i++) {
      rows[i][i % D] = Double.NaN;
    }
    Dataset<Row> holes = MixtureData.vectors(rows);
    assertThatThrownBy(() -> estimator().fit(holes))
        .hasMessageContaining("column features[0] is NaN (set handleInvalid to skip or keep)");
    FactorSummary skipped = estimator().setHandleInvalid("skip").fit(holes).summary();
    assertThat(skipped.rows()).isEqualTo(450);
    assertThat(skipped.skippedRows()).isEqualTo(50);
    ProbabilisticPcaModel kept = estimator().setHandleInvalid("keep").fit(holes);
    assertThat(kept.summary().missingValues()).isEqualTo(50);
    assertThat(kept.summary().method()).isEqualTo("passes");
    assertThat(kept.transform(holes).count()).isEqualTo(500);
    double[] latent = new double[H];
    double[] logDensity = new double[1];
    kept.factorModel().scorer().score(Block.ofRow(rows[0]), latent, logDensity);
    Row first = kept.transform(holes).first();
    assertThat(first.<Vector>getAs("latent").toArray()).isEqualTo(latent);
    assertThat(first.<Double>getAs("log_density")).isEqualTo(logDensity[0]);
    assertThat(kept.evaluate(holes).logLikelihood())
        .isCloseTo(kept.summary().logLikelihood(), within(1e-8));
    assertThatThrownBy(() -> model.transform(holes).collectAsList())
        .rootCause()
        .hasMessage("feature 0 of column features is NaN (set handleInvalid to skip or keep)");
    // a row without any value: no information on factors, no density to lose
    Dataset<Row> empty = MixtureData.vectors(Arrays.asList(Vectors.dense(rows[99]), null));
    Row none = kept.transform(empty).collectAsList().get(1);
    assertThat(none.<Vector>getAs("latent").toArray())
        .containsExactly(new double[H], within(1e-12));
    assertThat(none.<Double>getAs("log_density")).isCloseTo(0, within(1e-12));
  }

  /** Sparse vectors through passes are the same rows as dense ones through moments. */
  @Test
  void sparseVectors() {
    List<Vector> rows = LatentData.sparse(400, 40, 5);
    Dataset<Row> sparse = MixtureData.vectors(rows);
    Dataset<Row> dense =
        MixtureData.vectors(rows.stream().map(Vector::toArray).toArray(double[][]::new));
    ProbabilisticPcaModel expected = estimator().setMethod("moments").fit(dense);
    ProbabilisticPcaModel actual = estimator().setMethod("passes").setTol(1e-12).fit(sparse);
    assertThat(actual.summary().storage()).isEqualTo("sparse");
    assertThat(expected.summary().storage()).isEqualTo("dense");
    assertThat(estimator().setMethod("moments").fit(sparse).summary().storage())
        .isEqualTo("dense"); // second moments are
    assertThat(actual.summary().bound()).isCloseTo(expected.summary().bound(), within(1e-8));
    assertThat(actual.noiseVariance()).isCloseTo(expected.noiseVariance(), within(1e-6));
    List<Row> scores = actual.transform(sparse).collectAsList();
    List<Row> same = actual.transform(dense).collectAsList();
    for (int i = 0; i < scores.size(); i++) {
      assertThat(scores.get(i).<Vector>getAs("latent").toArray())
          .containsExactly(same.get(i).<Vector>getAs("latent").toArray(), within(1e-10));
      assertThat(scores.get(i).<Double>getAs("log_density"))
          .isCloseTo(same.get(i).<Double>getAs("log_density"), within(1e-9));
    }
    assertThat(actual.evaluate(sparse).bound())
        .isCloseTo(actual.evaluate(dense).bound(), within(1e-10));
    Vector bad = Vectors.sparse(40, new int[] {3}, new double[] {Double.POSITIVE_INFINITY});
    assertThatThrownBy(() -> actual.transform(MixtureData.vectors(List.of(bad))).collectAsList())
        .rootCause()
        .hasMessage("feature 3 of column features is Infinity (set handleInvalid to skip)");
  }

  /** Where D x D numbers do not fit, and rows are sparse: 8 * 20000^2 * 19 bytes are 61 GB. */
  @Test
  void wideSparseVectorsAreTrainedInPasses() {
    List<Vector> rows = new ArrayList<>();
    for (Vector row : LatentData.sparse(120, 60, 6)) {
      int[] indices = Arrays.stream(row.toSparse().indices()).map(j -> 300 * j).toArray();
      rows.add(Vectors.sparse(20_000, indices, row.toSparse().values()));
    }
    FactorSummary summary =
        estimator().setLatentDimensions(1).setMaxIter(3).fit(MixtureData.vectors(rows)).summary();
    assertThat(summary.method()).isEqualTo("passes");
    assertThat(summary.storage()).isEqualTo("sparse");
    assertThat(summary.objectiveHistory()).isSorted();
    assertThat(summary.warnings().get(0))
        .startsWith("constant columns: features[1], ")
        .endsWith(", features[12] and 19928 more; they lower the noise variance of the others");
    assertThat(summary.predictions().first().<Vector>getAs("latent").size()).isEqualTo(1);
  }

  @Test
  void tooFewRows() {
    assertThatThrownBy(() -> estimator().fit(data.limit(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("latentDimensions: must be less than the 2 rows but was 2");
    assertThatThrownBy(() -> estimator().fit(MixtureData.vectors(new double[9][D])))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("all rows are equal; there is no variance to explain");
  }

  @Test
  void whatAUserShouldKnow() {
    double[][] rows = LatentData.rows(60, 2);
    for (double[] row : rows) {
      row[2] = 7;
      for (int j = 3; j < D; j++) {
        row[j] = row[0] + j * row[1];
      }
    }
    Dataset<Row> flat = MixtureData.vectors(rows);
    assertThat(estimator().setLatentDimensions(3).fit(flat).summary().warnings())
        .containsExactly(
            "constant columns: features[2]; they lower the noise variance of the others",
            "the noise variance is at the floor");
    FactorSummary stopped =
        estimator().setMethod("passes").setMaxIter(1).setTol(0).fit(data).summary();
    assertThat(stopped.warnings())
        .containsExactly("not converged after 1 iteration (maxIter, tol)");
    assertThat(Objects.requireNonNull(stopped.stopReason())).isEqualTo(StopReason.MAX_ITERATIONS);
  }
}
