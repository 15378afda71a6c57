package io.entrosum.spark.ml;

import io.entrosum.io.CourseFile;
import io.entrosum.spark.ReadData;
import io.entrosum.spark.run.KeptCourse;
import io.entrosum.spark.run.RunIdentity;
import io.entrosum.spark.storage.CheckpointRefusedException;
import io.entrosum.spark.storage.LeftCheckpoints;
import io.entrosum.spark.storage.RunFolder;
import io.entrosum.spark.storage.StorageException;
import io.entrosum.train.Course;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Keeps how far the fits of an estimator are, and lets them go on from there. Each has a folder of
 * its own in {@code checkpointDir}, named by a hash of parameters and data, so that the fits of a
 * cross-validation do not disturb each other, and each finds its own again.
 */
final class FitCheckpoints {
  private static final String SETTING = "checkpointDir";

  /** These change nothing of what is trained. */
  private static final Set<String> IRRELEVANT =
      Set.of(
          "boundCol",
          "checkpointDir",
          "checkpointInterval",
          "codes",
          "deviationCol",
          "latentCol",
          "logDensityCol",
          "predictionCol",
          "probabilityCol",
          "reconstructionCol");

  private final EstimatorSetters<?, ?> estimator;
  private final Configuration hadoop;

  private FitCheckpoints(EstimatorSetters<?, ?> estimator, Configuration hadoop) {
    this.estimator = estimator;
    this.hadoop = hadoop;
  }

  /**
   * Checkpoints of a fit.
   *
   * @throws IllegalArgumentException if {@code checkpointInterval} is set without a folder
   */
  static FitCheckpoints of(EstimatorSetters<?, ?> estimator, Dataset<?> dataset) {
    int interval = estimator.getCheckpointInterval();
    if (interval > 0
        && estimator.isSet(estimator.checkpointInterval())
        && estimator.getCheckpointDir().isEmpty()) {
      throw new IllegalArgumentException(
          "checkpointInterval: needs checkpointDir, the folder of the checkpoints, but was "
              + interval
              + " without one (set checkpointDir, or checkpointInterval to -1)");
    }
    return new FitCheckpoints(
        estimator, dataset.sparkSession().sparkContext().hadoopConfiguration());
  }

  /**
   * Trains as a part of a course, which goes on from the checkpoint of an interrupted fit of the
   * same parameters and data. When it is done its checkpoints are removed; when it fails, what was
   * reached is written.
   *
   * @param settings what else the model depends on, by name
   * @throws IllegalStateException if the checkpoint in the folder of this fit is of another one, or
   *     of a newer format
   */
  <T> T keep(ReadData read, Map<String, String> settings, Function<Course, T> training) {
    String parent = estimator.getCheckpointDir();
    if (parent.isEmpty() || estimator.getCheckpointInterval() < 1) {
      return training.apply(Course.unkept());
    }
    RunIdentity identity = RunIdentity.of(settings(settings), read);
    String prefix = estimator.getClass().getSimpleName() + "-";
    String target = new Path(parent, prefix + identity.fingerprint()).toString();
    try (RunFolder run = RunFolder.open(target, SETTING, hadoop)) {
      CourseFile found = newest(run);
      if (found == null) {
        LeftCheckpoints.newest(new Path(parent), prefix, hadoop)
            .ifPresent(other -> warnOfOther(parent, other, identity));
      } else {
        goOn(target, found, identity);
      }
      int interval = estimator.getCheckpointInterval();
      return train(
          run, new KeptCourse(run, found, identity, read.columns(), interval, () -> {}), training);
    }
  }

  private @Nullable CourseFile newest(RunFolder run) {
    try {
      return run.newest(this::warn).orElse(null);
    } catch (CheckpointRefusedException e) {
      throw new IllegalStateException(
          SETTING + ": " + e.getMessage() + "; another checkpointDir begins anew, without it", e);
    }
  }

  /** What cannot be removed is no reason to lose the model. */
  private void tidy(RunFolder run) {
    try {
      run.clear();
    } catch (StorageException e) {
      warn(String.valueOf(e.getMessage()));
    }
  }

  private <T> T train(RunFolder run, KeptCourse kept, Function<Course, T> training) {
    try {
      T trained = training.apply(kept.course());
      run.check();
      tidy(run);
      return trained;
    } catch (Throwable e) { // Spark throws checked exceptions that nobody declares
      try {
        kept.keep();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private void goOn(String target, CourseFile found, RunIdentity identity) {
    List<RunIdentity.Difference> differences =
        RunIdentity.of(found.metadata()).differences(identity);
    if (!differences.isEmpty()) {
      throw new IllegalStateException(
          SETTING
              + ": the checkpoint in "
              + target
              + ".run is of another fit: "
              + list(differences)
              + " (remove that folder, or choose another checkpointDir)");
    }
    KeptCourse.doubts(found, identity).forEach(this::warn);
    estimator
        .log()
        .info("going on from the checkpoint after {} iterations", KeptCourse.iterations(found));
  }

  /** What is left of other fits may be what somebody meant to go on with. */
  private void warnOfOther(String parent, CourseFile other, RunIdentity identity) {
    warn(
        parent
            + " has checkpoints of another fit that was interrupted, which stay there: "
            + list(RunIdentity.of(other.metadata()).differences(identity)));
  }

  private static String list(List<RunIdentity.Difference> differences) {
    return differences.stream().map(RunIdentity.Difference::text).collect(Collectors.joining("; "));
  }

  private void warn(String problem) {
    estimator.log().warn("{}: {}", SETTING, problem);
  }

  private Map<String, String> settings(Map<String, String> others) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("the estimator", estimator.getClass().getSimpleName());
    for (Param<?> param : estimator.params()) {
      if (!IRRELEVANT.contains(param.name()) && estimator.isDefined(param)) {
        Object value = estimator.getOrDefault(param);
        settings.put(
            param.name(),
            value instanceof String[] texts ? String.join(", ", texts) : String.valueOf(value));
      }
    }
    settings.putAll(others);
    return settings;
  }
}
