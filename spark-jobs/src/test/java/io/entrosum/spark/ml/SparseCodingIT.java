package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.train.Annealing;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SparseCodingIT {
  private static final int D = CodingData.D;
  private static final int H = CodingData.H;
  private static final int N = 1000;

  private static Dataset<Row> data;
  private static SparseCodingModel model;

  @BeforeAll
  static void fit() {
    data = CodingData.dataset(N, 1);
    int before = MixtureData.persisted();
    model = estimator().fit(data);
    assertThat(MixtureData.persisted()).isLessThanOrEqualTo(before); // others' may go meanwhile
  }

  private static SparseCoding estimator() {
    return new SparseCoding().setLatentDimensions(H);
  }

  private static TrainingResult<io.entrosum.model.SparseCodingModel> engine(
      SparseCodingSpec spec, int iterations, int rows) {
    Block block =
        Block.ofRows(CodingData.rows(rows, 1))
            .withWarmStart(new WarmStart(2 * H * rows, spec.restarts()));
    return SparseCodingTraining.of(spec, new StoppingRule(iterations, 1e-6), List.of())
        .run(new LocalPass(List.of(block)))
        .result();
  }

  /** All ten bars, their scale times their norm, and the variance of the noise. */
  @Test
  void theBarsAreFound() {
    for (double similarity : CodingData.similarities(model.dictionary())) {
      assertThat(similarity).isGreaterThan(.97);
    }
    assertThat(model.noiseVariance()).isCloseTo(.01, within(.0005));
    // a mean of 1000 exponential variables has a deviation of 3 %: five of them, of the ten means
    assertThat(Arrays.stream(model.scales().toArray()).average().orElseThrow())
        .isCloseTo(Math.sqrt(CodingData.SIZE), within(.05 * Math.sqrt(CodingData.SIZE)));
    assertThat(model.unusedLatents()).isEmpty();
    Matrix dictionary = model.dictionary();
    assertThat(dictionary.numRows()).isEqualTo(D);
    assertThat(dictionary.numCols()).isEqualTo(H);
    for (int h = 0; h < H; h++) {
      double square = 0;
      for (int j = 0; j < D; j++) {
        square += dictionary.apply(j, h) * dictionary.apply(j, h);
      }
      assertThat(square).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void theSummary() {
    SparseCodingSummary summary = model.summary();
    assertThat(summary.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(summary.warnings()).isEmpty();
    assertThat(summary.objectiveHistory()).hasSize(summary.iterations()).isSorted();
    assertThat(summary.iterations()).isGreaterThan(10);
    assertThat(summary.objectiveHistory()[summary.iterations() - 1])
        .isCloseTo(summary.bound(), within(1e-3)); // posteriors are sought further for the bound
    assertThat(summary.rows()).isEqualTo(N);
    assertThat(summary.deadLatents()).isZero();
    assertThat(summary.unfinishedRows()).isZero();
    assertThat(summary.gini()).isBetween(.4, .55); // .5 of exponential variables
    assertThat(summary.logLikelihood()).isNaN();
    assertThat(summary.numParameters()).isEqualTo(D * H + 1);
    assertThat(summary.bic()).isCloseTo(251 * Math.log(N) - 2 * N * summary.bound(), within(1e-6));
    assertThat(summary.entropies().gap()).isCloseTo(0, within(1e-3)); // nearly stationary
    SparseCodingEvaluation evaluation = model.evaluate(data);
    assertThat(evaluation.bound()).isCloseTo(summary.bound(), within(1e-8));
    assertThat(evaluation.gini()).isCloseTo(summary.gini(), within(1e-6));
    assertThat(evaluation.predictions().columns()).contains("latent", "bound");
  }

  /** Every parameter arrives at the engine. */
  @Test
  void theFitIsThatOfTheEngine() {
    assertThat(model.summary().bound())
        .isCloseTo(engine(SparseCodingSpec.of(H), 200, N).bound().bound(), within(1e-5));
    SparseCodingSpec spec =
        new SparseCodingSpec(
            H,
            PosteriorType.DIAGONAL,
            DictionaryMethod.COLUMNS,
            SparseCodingSpec.Start.ROWS,
            Annealing.likelihood(1),
            new SearchLimits(2, 30, 1e-3),
            .1,
            SparseCodingSpec.DeadLatents.RESEED,
            3,
            7);
    SparseCodingModel other =
        estimator()
            .setPosterior("diagonal")
            .setMethod("columns")
            .setInitMode("rows")
            .setAnnealing("likelihood")
            .setAnnealingIterations(1)
            .setPosteriorSteps(2)
            .setPosteriorTolerance(1e-3)
            .setNoiseFloor(.1)
            .setDeadLatents("reseed")
            .setNumInit(3)
            .setSeed(7)
            .setMaxIter(8)
            .fit(CodingData.dataset(200, 1));
    TrainingResult<io.entrosum.model.SparseCodingModel> expected = engine(spec, 8, 200);
    assertThat(other.summary().bound()).isCloseTo(expected.bound().bound(), within(1e-6));
    assertThat(other.summary().iterations()).isEqualTo(expected.iterations());
    assertThat(other.getPosterior()).isEqualTo("diagonal");
    assertThat(other.summary().warnings())
        .contains("not converged after 8 iterations (maxIter, tol)");
    assertThat(
            estimator()
                .setMethod("least-squares")
                .setMaxIter(4)
                .fit(data)
                .summary()
                .objectiveHistory())
        .hasSize(4);
  }

  @Test
  void columnsAgreeWithTheScoresOfSingleRows() {
    SparseCodingModel all =
        model.copy(ParamMap.empty()).setDeviationCol("sd").setReconstructionCol("back");
    Dataset<Row> scored = all.transform(data.limit(20));
    assertThat(scored.columns()).containsExactly("features", "latent", "sd", "bound", "back");
    assertThat(scored.schema()).isEqualTo(all.transformSchema(data.schema()));
    for (String column : List.of("latent", "sd")) {
      assertThat(AttributeGroup.fromStructField(scored.schema().apply(column)).size()).isEqualTo(H);
    }
    assertThat(AttributeGroup.fromStructField(scored.schema().apply("back")).size()).isEqualTo(D);
    for (Row row : scored.collectAsList()) {
      Vector x = row.getAs(0);
      double[] latent = new double[H];
      double[] deviation = new double[H];
      double[] bound = new double[1];
      model.codingModel().scorer().score(Block.ofRow(x.toArray()), latent, deviation, bound);
      assertThat(row.<Vector>getAs(1).toArray()).isEqualTo(latent);
      assertThat(row.<Vector>getAs(2).toArray()).isEqualTo(deviation);
      assertThat(row.getDouble(3)).isEqualTo(bound[0]);
      assertThat(row.<Vector>getAs(4).toArray())
          .containsExactly(
              model.dictionary().multiply(row.<Vector>getAs(1)).toArray(), within(1e-12));
      assertThat(model.latent(x)).isEqualTo(row.getAs(1));
      assertThat(model.bound(x)).isEqualTo(bound[0]);
    }
    assertThat(all.setLatentCol("").setDeviationCol("").setBoundCol("").transform(data).columns())
        .containsExactly("features", "back");
    double sum =
        model.transform(data).select("bound").collectAsList().stream()
            .mapToDouble(row -> row.getDouble(0))
            .sum();
    assertThat(sum).isCloseTo(model.summary().bound() * N, within(1e-5));
  }

  /**
   * Most probable codes are those of the lasso: with {@code g = W'(x - W z)} and penalties {@code p
   * = s2 / lambda}, {@code g_h = p_h sign z_h} where z_h is not 0, else {@code |g_h| <= p_h}. The
   * search ends at changes of ten digits.
   */
  @Test
  void mostProbableCodes() {
    SparseCodingModel map =
        model.copy(ParamMap.empty()).setCodes("map").setReconstructionCol("back");
    double[] penalties =
        Arrays.stream(model.scales().toArray())
            .map(scale -> model.noiseVariance() / scale)
            .toArray();
    Matrix transposed = model.dictionary().transpose();
    int zeros = 0;
    for (Row row : map.transform(data.limit(200)).collectAsList()) {
      Vector z = row.getAs("latent");
      double[] rest = row.<Vector>getAs("features").toArray().clone();
      double[] back = row.<Vector>getAs("back").toArray();
      assertThat(back).containsExactly(model.dictionary().multiply(z).toArray(), within(1e-12));
      Arrays.setAll(rest, j -> rest[j] - back[j]);
      double[] g = transposed.multiply(Vectors.dense(rest)).toArray();
      for (int h = 0; h < H; h++) {
        if (z.apply(h) == 0) {
          zeros++;
          assertThat(Math.abs(g[h])).isLessThan(penalties[h] + 1e-8);
        } else {
          assertThat(g[h]).isCloseTo(Math.copySign(penalties[h], z.apply(h)), within(1e-8));
        }
      }
      assertThat(map.latent(row.getAs("features"))).isEqualTo(z);
    }
    assertThat(zeros).isPositive();
  }

  /** Sparse vectors are the same rows. */
  @Test
  void sparseVectors() {
    double[][] rows = CodingData.rows(200, 5);
    Arrays.stream(rows).forEach(row -> Arrays.fill(row, 3, 24, 0));
    Dataset<Row> dense = MixtureData.vectors(rows);
    Dataset<Row> sparse = MixtureData.sparse(dense);
    SparseCodingModel expected = new SparseCoding().setLatentDimensions(3).setMaxIter(9).fit(dense);
    SparseCodingModel actual = new SparseCoding().setLatentDimensions(3).setMaxIter(9).fit(sparse);
    assertThat(actual.dictionary()).isEqualTo(expected.dictionary());
    assertThat(actual.transform(sparse).drop("features").collectAsList())
        .isEqualTo(expected.transform(dense).drop("features").collectAsList());
    assertThat(actual.evaluate(sparse).bound()).isEqualTo(expected.evaluate(dense).bound());
  }

  @Test
  void whatAUserShouldKnow() {
    double[][] rows = CodingData.rows(100, 2);
    for (double[] row : rows) {
      row[2] = 7;
      row[3] += 20;
    }
    assertThat(estimator().setMaxIter(1).fit(MixtureData.vectors(rows)).summary().warnings())
        .contains(
            "constant columns: features[2]; they lower the noise variance of the others",
            "not converged after 1 iteration (maxIter, tol)")
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .matches("8\\d % of the energy of the features is that of their means, .*"));
    // of white noise a latent without use costs .048 nats, and no field gains as much
    Dataset<Row> white = MixtureData.vectors(MixtureData.blobs(1, 5, 2000, 0, 1));
    assertThat(new SparseCoding().setLatentDimensions(2).fit(white).summary().warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .startsWith("the latents explain nothing: the bound is -7.")
                    .contains(", noise alone has -7."));
  }

  @Test
  void unusableData() {
    int before = MixtureData.persisted();
    assertThatThrownBy(() -> estimator().fit(MixtureData.vectors(new double[9][D])))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("all rows are equal; there is no variance to explain");
    assertThatThrownBy(() -> estimator().setLatentDimensions(2_000_000).fit(data))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageMatching(
            "latentDimensions: 2000000 with 25 features need about [0-9.]+ GiB on the driver, which"
                + " has [0-9.]+ GiB; fewer latents or more memory \\(spark.driver.memory\\) fit");
    assertThat(MixtureData.persisted()).isLessThanOrEqualTo(before); // others' may go meanwhile
  }
}
