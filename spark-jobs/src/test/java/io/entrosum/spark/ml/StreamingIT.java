package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Structured Streaming: a model says the same of rows that arrive as of rows that are there. */
class StreamingIT {
  static Stream<EstimatorSetters<?, ?>> estimators() {
    return Stream.of(
        new GaussianMixture().setK(2),
        new Mixture().setK(2),
        new ProbabilisticPca().setLatentDimensions(1),
        new FactorAnalysis().setLatentDimensions(1),
        new MixtureOfFactorAnalyzers().setK(2).setLatentDimensions(1),
        new SparseCoding().setLatentDimensions(3));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void streamsAreScored(EstimatorSetters<?, ?> estimator) throws Exception {
    estimator.setFeaturesCols("eruptions", "waiting").setMaxIter(5);
    scoresAStream(estimator.fit(MixtureData.faithful()), estimator.uid().replace('-', '_'));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void soAreStreamsThroughPipelines(EstimatorSetters<?, ?> estimator) throws Exception {
    estimator.setFeaturesCols("eruptions", "waiting").setMaxIter(5);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {estimator});
    scoresAStream(pipeline.fit(MixtureData.faithful()), estimator.uid().replace('-', '_') + "_p");
  }

  private static void scoresAStream(Model<?> model, String name) throws Exception {
    Dataset<Row> rows =
        SharedSpark.session()
            .readStream()
            .schema(MixtureData.faithful().schema())
            .option("header", true)
            .option("pathGlobFilter", "faithful.csv")
            .csv("../conf/examples/data");
    StreamingQuery query =
        model
            .transform(rows)
            .writeStream()
            .format("memory")
            .queryName(name)
            .outputMode("append")
            .start();
    query.processAllAvailable();
    query.stop();
    List<Row> scored = SharedSpark.session().table(name).collectAsList();
    assertThat(scored)
        .hasSize(272)
        .containsExactlyInAnyOrderElementsOf(
            model.transform(MixtureData.faithful()).collectAsList());
  }
}
