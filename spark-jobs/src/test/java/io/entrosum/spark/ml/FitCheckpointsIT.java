package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.io.ModelFile;
import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.faults.TaskWatch;
import io.entrosum.spark.job.LogCapture;
import io.entrosum.spark.run.KeptCourse;
import io.entrosum.spark.storage.OutputInUseException;
import io.entrosum.spark.storage.RunFolder;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.Appender;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.evaluation.ClusteringEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fits that are interrupted and go on. */
class FitCheckpointsIT {
  private static final int INTERVAL = 4;

  /** Fits are interrupted after so many jobs, when some iterations have been made. */
  private static final int JOBS = 25;

  private final SparkContext context = SharedSpark.session().sparkContext();

  @TempDir private Path folder;

  static Stream<Arguments> estimators() {
    return Stream.of(
            mixture(),
            MixedData.estimator(),
            new ProbabilisticPca().setLatentDimensions(3).setHandleInvalid("keep"),
            new FactorAnalysis()
                .setLatentDimensions(3)
                .setMethod("passes")
                .setHandleInvalid("keep"),
            new MixtureOfFactorAnalyzers().setK(2).setLatentDimensions(1).setNumInit(2),
            new SparseCoding().setLatentDimensions(CodingData.H).setNumInit(2))
        .map(
            estimator ->
                Arguments.of(
                    Named.of(
                        estimator.getClass().getSimpleName(),
                        estimator.setMaxIter(100).setTol(0))));
  }

  private static GaussianMixture mixture() {
    return new GaussianMixture().setK(3).setMaxIter(100).setTol(0);
  }

  private static Dataset<Row> data(EstimatorSetters<?, ?> estimator) {
    if (estimator instanceof Mixture) {
      return MixedData.dataset(MixedData.rows(600, 5)).repartition(2).cache();
    }
    if (estimator instanceof SparseCoding) {
      return CodingData.dataset(500, 3);
    }
    double[][] rows = LatentData.rows(600, 8);
    if (estimator instanceof FactorSetters<?, ?>) { // where values are missing, EM takes its time
      SplittableRandom random = new SplittableRandom(9);
      for (double[] row : rows) {
        Arrays.setAll(row, j -> random.nextInt(3) == 0 ? Double.NaN : row[j]);
      }
    }
    return MixtureData.vectors(rows);
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void anInterruptedFitGoesOnToTheSameBits(EstimatorSetters<?, ?> estimator) throws Exception {
    Dataset<Row> data = data(estimator);
    TaskWatch undisturbed = new TaskWatch();
    byte[] expected = watched(undisturbed, () -> bits(estimator, data));
    keep(estimator);
    interrupt(estimator, data);
    int kept = keptIterations();
    assertThat(kept).isGreaterThanOrEqualTo(INTERVAL);
    TaskWatch resumed = new TaskWatch();
    assertThat(watched(resumed, () -> bits(estimator, data))).isEqualTo(expected);
    assertThat(resumed.jobs()).isPositive().isLessThanOrEqualTo(undisturbed.jobs() - kept);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aCheckpointOfAnotherFitIsRefused() throws Exception {
    Dataset<Row> data = data(mixture());
    interrupt(keep(mixture()), data);
    Path mine = only();
    byte[] checkpoint = Files.readAllBytes(course(mine));
    interrupt(keep(mixture().setK(4).setTol(1e-300)), data.limit(599).cache());
    Path others = Stream.of(list()).filter(path -> !path.equals(mine)).findFirst().orElseThrow();
    assertThat(Files.readAllBytes(course(mine))).isEqualTo(checkpoint);
    Files.move(mine, folder.resolve("aside"));
    Files.move(others, mine);
    assertThatIllegalStateException()
        .isThrownBy(() -> keep(mixture()).fit(data))
        .withMessageStartingWith("checkpointDir: the checkpoint in ")
        .withMessageContaining(
            ".run is of another fit: k was 4 and is 3; the number of rows was 599 and is 600; the"
                + " rows (a hash of them) was ")
        .withMessageContaining("; tol was 1.0E-300 and is 0.0 (remove that folder, or choose");
  }

  @Test
  void checkpointsOfAnotherFitStayAndAreTalkedOf() throws Exception {
    Dataset<Row> data = data(mixture());
    interrupt(keep(mixture()), data);
    StringWriter log = new StringWriter();
    Appender appender = LogCapture.start(log);
    try {
      keep(mixture().setK(2)).fit(data);
    } finally {
      LogCapture.stop(appender);
    }
    assertThat(log.toString())
        .contains(
            "checkpointDir: "
                + folder
                + " has checkpoints of another fit that was interrupted, which stay there: k was 3"
                + " and is 2");
    assertThat(keptIterations()).isPositive();
  }

  @Test
  void aCheckpointOfANewerFormatIsRefusedAndOneOfAnotherFitPassedOver() throws Exception {
    Dataset<Row> data = data(mixture());
    interrupt(keep(mixture()), data);
    try (Stream<Path> checkpoints = Files.list(only())) {
      for (Path checkpoint : checkpoints.toList()) {
        Path manifest = checkpoint.resolve("MANIFEST.json");
        String text = Files.readString(manifest);
        assertThat(text).contains("\"format\" : 1");
        Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 2"));
      }
    }
    assertThatThrownBy(() -> keep(mixture()).fit(data))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("checkpointDir: file:" + only())
        .hasMessageContaining("the manifest is of format 2")
        .hasMessageEndingWith("; another checkpointDir begins anew, without it");
    assertThat(keep(mixture().setK(2)).fit(data).getK()).isEqualTo(2);
    assertThat(only()).isNotEmptyDirectory();
  }

  @Test
  void theSameFitAtTheSameTimeIsRefused() throws Exception {
    Dataset<Row> data = data(mixture());
    interrupt(keep(mixture()), data);
    String name = only().toString();
    try (RunFolder other =
        RunFolder.open(
            name.substring(0, name.length() - ".run".length()),
            "checkpointDir",
            context.hadoopConfiguration())) {
      assertThat(other.hasCheckpoints()).isTrue();
      assertThatThrownBy(() -> keep(mixture()).fit(data))
          .isInstanceOf(OutputInUseException.class)
          .hasMessageStartingWith("checkpointDir: " + folder)
          .hasMessageContaining("is being written by");
    }
  }

  @Test
  void fitsOfACrossValidationShareTheFolder() throws Exception {
    Dataset<Row> data = data(mixture());
    GaussianMixture estimator = keep(mixture().setMaxIter(6)).setCheckpointInterval(1);
    ParamMap[] grid = new ParamGridBuilder().addGrid(estimator.k(), new int[] {2, 3}).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(estimator)
            .setEvaluator(new ClusteringEvaluator())
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(2);
    CrossValidatorModel kept = validator.fit(data);
    assertThat(folder).isEmptyDirectory();
    estimator.setCheckpointDir("").clear(estimator.checkpointInterval());
    assertThat(kept.avgMetrics()).isEqualTo(validator.fit(data).avgMetrics());
  }

  @Test
  void anIntervalWithoutAFolderIsRefused() {
    Dataset<Row> data = data(mixture());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mixture().setCheckpointInterval(5).fit(data))
        .withMessage(
            "checkpointInterval: needs checkpointDir, the folder of the checkpoints, but was 5"
                + " without one (set checkpointDir, or checkpointInterval to -1)");
    assertThat(mixture().setMaxIter(1).setCheckpointInterval(-1).fit(data).hasSummary()).isTrue();
  }

  @Test
  void withoutAnIntervalNothingIsWritten() throws Exception {
    interrupt(keep(mixture()).setCheckpointInterval(-1), data(mixture()));
    assertThat(folder).isEmptyDirectory();
  }

  /** One pass over the data, of which there is nothing to keep. */
  @Test
  void momentsAreNotKept() {
    Dataset<Row> data = data(mixture()).repartition(2);
    Path missing = folder.resolve("missing");
    new FactorAnalysis()
        .setLatentDimensions(1)
        .setMethod("moments")
        .setCheckpointDir(missing.toString())
        .fit(data);
    assertThat(missing).doesNotExist();
  }

  @Test
  void bothParametersAreSavedAndCopied() throws IOException {
    SparseCoding estimator = keep(new SparseCoding().setLatentDimensions(3));
    estimator.save(folder.resolve("stage").toString());
    for (SparseCoding same :
        List.of(
            SparseCoding.load(folder.resolve("stage").toString()),
            estimator.copy(ParamMap.empty()))) {
      assertThat(same.getCheckpointInterval()).isEqualTo(INTERVAL);
      assertThat(same.getCheckpointDir()).isEqualTo(folder.toString());
    }
  }

  private <E extends EstimatorSetters<?, ?>> E keep(E estimator) {
    estimator.setCheckpointInterval(INTERVAL);
    estimator.setCheckpointDir(folder.toString());
    return estimator;
  }

  private static byte[] bits(EstimatorSetters<?, ?> estimator, Dataset<Row> data) {
    FittedModel<?, ?, ?> model = (FittedModel<?, ?, ?>) estimator.fit(data);
    return new ModelFile(model.fitted(), model.featureNames(), Map.of()).toBytes();
  }

  /** Runs a fit, cancels its jobs after some, and sees it fail. */
  private void interrupt(EstimatorSetters<?, ?> estimator, Dataset<Row> data) throws Exception {
    TaskWatch watch = new TaskWatch();
    context.addSparkListener(watch);
    FutureTask<Object> fit =
        new FutureTask<>(
            () -> {
              context.setJobGroup("fit", "a fit", false);
              return estimator.fit(data);
            });
    new Thread(fit, "fit").start();
    while (watch.jobs() < JOBS && !fit.isDone()) {
      Thread.sleep(2);
    }
    while (!fit.isDone()) {
      context.cancelJobGroup("fit"); // between two jobs it does nothing
      Thread.sleep(2);
    }
    context.removeSparkListener(watch);
    assertThatThrownBy(fit::get).cause().hasMessageContaining("cancelled job group fit");
  }

  private interface Fit {
    byte[] run();
  }

  private byte[] watched(TaskWatch watch, Fit fit) throws Exception {
    context.addSparkListener(watch);
    byte[] result = fit.run();
    context.listenerBus().waitUntilEmpty(10_000);
    context.removeSparkListener(watch);
    return result;
  }

  private int keptIterations() throws IOException {
    String name = only().toString();
    String target = name.substring(0, name.length() - ".run".length());
    try (RunFolder run = RunFolder.open(target, "checkpointDir", context.hadoopConfiguration())) {
      return KeptCourse.iterations(run.newest(problem -> {}).orElseThrow());
    }
  }

  private Path[] list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toArray(Path[]::new);
    }
  }

  private Path only() throws IOException {
    assertThat(list()).hasSize(1);
    return list()[0];
  }

  private static Path course(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(file -> file.endsWith("course.safetensors"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }
}
