package io.entrosum.spark.job;

import io.entrosum.io.CourseFile;
import io.entrosum.io.ModelFile;
import io.entrosum.spark.ReadData;
import io.entrosum.spark.storage.RunFolder;
import io.entrosum.train.Course;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps how far the trainings of a command are, and lets them go on from there. */
final class Checkpoints {
  private final JobContext context;
  private final @Nullable RunFolder folder;
  private final boolean force;
  private @Nullable Kept kept;

  /** The course that is kept, and what it is of. */
  private static final class Kept {
    final Course course;
    final RunIdentity identity;
    final List<String> columns;
    int since;

    Kept(Course course, RunIdentity identity, List<String> columns) {
      this.course = course;
      this.identity = identity;
      this.columns = columns;
    }
  }

  /**
   * Checkpoints of a command.
   *
   * @param folder where they are; null: there are none
   * @param force to go on where only {@link RunIdentity.Difference#isForceable harmless} values
   *     have changed
   */
  Checkpoints(JobContext context, @Nullable RunFolder folder, boolean force) {
    this.context = context;
    this.folder = folder;
    this.force = force;
  }

  /** A course that is not kept, for trainings that begin anew in no time; a signal ends it. */
  Course unkept() {
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
    RunIdentity now = RunIdentity.of(context.command(), context.config().settings(), read);
    Optional<CourseFile> found = folder.newest(this::warnDamaged);
    Course course =
        found.isEmpty() ? Course.of(this::passed) : Course.from(found.get().state(), this::passed);
    found.ifPresent(file -> check(RunIdentity.of(file.metadata()), now, file));
    kept = new Kept(course, now, read.columns());
    return course;
  }

  private void warnDamaged(String problem) {
    context.warn("output.mode: resume: " + problem);
  }

  private void check(RunIdentity before, RunIdentity now, CourseFile file) {
    List<RunIdentity.Difference> differences = before.differences(now);
    if (!differences.isEmpty()) {
      boolean forceable = differences.stream().allMatch(RunIdentity.Difference::isForceable);
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
    } else if (!before.sameLayout(now)) {
      context.warn(
          "the rows are in other partitions than before: the last digits may differ from those of"
              + " an undisturbed run");
    }
    String version = file.metadata().getOrDefault(ModelFile.VERSION, "unknown");
    if (!version.equals(ModelFile.softwareVersion())) {
      context.warn(
          "the checkpoint was written by Entrosum "
              + version
              + ": the last digits may differ from those of an undisturbed run");
    }
    context.say("going on from the checkpoint after " + iterations(file) + " in " + folder());
  }

  private static String iterations(CourseFile file) {
    return Numbers.count(Course.from(file.state(), course -> {}).keptIterations(), "iteration");
  }

  private String folder() {
    return context.config().output().requirePath() + ".run";
  }

  private void passed(Course course) {
    Kept now = kept;
    RunFolder run = folder;
    if (now == null || run == null) {
      return;
    }
    now.since++;
    if (context.cancellation().requested()) {
      interrupted();
      context.cancellation().check();
    }
    run.check();
    int interval = context.config().training().checkpointInterval();
    if (interval > 0 && now.since >= interval) {
      write(run, now);
    }
  }

  private void write(RunFolder run, Kept now) {
    Map<String, String> metadata = new TreeMap<>(now.identity.metadata());
    metadata.put(ModelFile.VERSION, ModelFile.softwareVersion());
    run.write(new CourseFile(now.course.state(), now.columns, metadata));
    now.since = 0;
  }

  /** Writes down where trainings are that end before their time, if they have come on since. */
  void interrupted() {
    Kept now = kept;
    RunFolder run = folder;
    if (now == null || run == null) {
      return;
    }
    boolean wanted = context.config().training().checkpointInterval() > 0;
    if (wanted && now.since > 0 && now.course.isBetweenPasses()) {
      write(run, now);
    }
    if (run.hasCheckpoints()) {
      context
          .cancellation()
          .left("a checkpoint is in " + folder() + " (output.mode = resume goes on from it)");
    }
  }
}
