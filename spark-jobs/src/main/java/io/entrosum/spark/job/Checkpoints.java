package io.entrosum.spark.job;

import io.entrosum.io.CourseFile;
import io.entrosum.spark.ReadData;
import io.entrosum.spark.run.KeptCourse;
import io.entrosum.spark.run.RunIdentity;
import io.entrosum.spark.storage.RunFolder;
import io.entrosum.train.Course;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps how far the trainings of a command are, and lets them go on from there. */
final class Checkpoints {
  /** Of the section {@code input} only what says which numbers of the data are used, and how. */
  private static final Set<String> OF_INPUT =
      Set.of("input.features", "input.exclude", "input.weight", "input.invalid");

  /** These change nothing of where training is. */
  private static final Set<String> IRRELEVANT = Set.of("training.checkpoint-interval");

  /** A training may go on with others of these, if somebody says so. */
  private static final Set<String> FORCEABLE =
      Set.of(
          "training.max-iterations",
          "training.tolerance",
          "training.posterior-steps",
          "training.posterior-tolerance",
          RunIdentity.ROWS,
          RunIdentity.CONTENT);

  private final JobContext context;
  private final @Nullable RunFolder folder;
  private final boolean force;
  private final boolean anew;
  private @Nullable KeptCourse kept;

  /**
   * Checkpoints of a command.
   *
   * @param folder where they are; null: there are none
   * @param force to go on where only harmless values have changed
   * @param anew to begin from the beginning, whatever is there
   */
  Checkpoints(JobContext context, @Nullable RunFolder folder, boolean force, boolean anew) {
    this.context = context;
    this.folder = folder;
    this.force = force;
    this.anew = anew;
  }

  /**
   * A course that is not kept, for trainings that begin anew in no time; a signal ends it. The
   * checkpoint of another run is not theirs to remove.
   *
   * @throws JobException if there is a checkpoint of another configuration or other data
   */
  Course unkept(ReadData read) {
    CourseFile found = newest();
    if (found != null) {
      check(RunIdentity.of(found.metadata()), RunIdentity.of(settings(context), read));
    }
    return unkept();
  }

  private @Nullable CourseFile newest() {
    return folder == null || anew ? null : folder.newest(this::warnDamaged).orElse(null);
  }

  private Course unkept() {
    return Course.of(course -> context.cancellation().check());
  }

  /**
   * The course of the trainings on some data: from the newest checkpoint, or from the beginning.
   *
   * @throws JobException if the checkpoint is of another configuration or other data
   */
  Course course(ReadData read) {
    if (folder == null) {
      return unkept();
    }
    RunIdentity now = RunIdentity.of(settings(context), read);
    CourseFile found = newest();
    if (found != null) {
      check(RunIdentity.of(found.metadata()), now);
      KeptCourse.doubts(found, now).forEach(context::warn);
      String iterations = Numbers.count(KeptCourse.iterations(found), "iteration");
      context.say("going on from the checkpoint after " + iterations + " in " + folder());
    }
    int interval = context.config().training().checkpointInterval();
    KeptCourse next = new KeptCourse(folder, found, now, read.columns(), interval, this::passed);
    kept = next;
    return next.course();
  }

  /** The configuration as far as the model depends on it. */
  static SortedMap<String, String> settings(JobContext context) {
    Settings all = context.config().settings();
    SortedMap<String, String> settings = new TreeMap<>(all.values("input"));
    settings.keySet().retainAll(OF_INPUT);
    settings.putAll(all.values("model"));
    settings.putAll(all.values("training"));
    if (context.command().equals("select")) {
      settings.putAll(all.values("select"));
    }
    settings.keySet().removeAll(IRRELEVANT);
    settings.put("the command", context.command());
    return settings;
  }

  private void warnDamaged(String problem) {
    context.warn("output.mode: resume: " + problem);
  }

  private void check(RunIdentity before, RunIdentity now) {
    List<RunIdentity.Difference> differences = before.differences(now);
    if (differences.isEmpty()) {
      return;
    }
    boolean forceable = differences.stream().allMatch(d -> FORCEABLE.contains(d.key()));
    String list =
        differences.stream().map(RunIdentity.Difference::text).collect(Collectors.joining("; "));
    if (!forceable || !force) {
      throw new JobException(
          ExitCode.RESUME_REFUSED,
          "output.mode: resume: the checkpoint is of another run: "
              + list
              + (forceable ? " (--force goes on all the same" : " (give the values of before")
              + ", output.mode = overwrite begins anew)");
    }
    context.warn("going on from a checkpoint of another run, as --force says: " + list);
  }

  private String folder() {
    return context.config().output().requirePath() + ".run";
  }

  private void passed() {
    if (context.cancellation().requested()) {
      interrupted();
      context.cancellation().check();
    }
  }

  /** Writes down where trainings are that end before their time, if they have come on since. */
  void interrupted() {
    if (kept == null || folder == null) {
      return;
    }
    try {
      kept.keep();
    } finally {
      if (folder.hasCheckpoints()) {
        context
            .cancellation()
            .left("a checkpoint is in " + folder() + " (output.mode = resume goes on from it)");
      }
    }
  }
}
