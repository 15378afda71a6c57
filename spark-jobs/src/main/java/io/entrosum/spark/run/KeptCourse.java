package io.entrosum.spark.run;

import io.entrosum.io.CourseFile;
import io.entrosum.io.ModelFile;
import io.entrosum.spark.storage.RunFolder;
import io.entrosum.train.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The course of the trainings on some data, which is kept in the folder of a run. */
public final class KeptCourse {
  private final RunFolder folder;
  private final RunIdentity identity;
  private final List<String> columns;
  private final int interval;
  private final Runnable watch;
  private final Course course;
  private int since;

  /**
   * A course from a checkpoint, or from the beginning.
   *
   * @param found the checkpoint; null: there is none
   * @param identity what the trainings are of
   * @param columns the names of the columns
   * @param interval iterations from checkpoint to checkpoint; none are written if it is 0
   * @param watch is called after each pass before anything is written; an exception ends training
   */
  public KeptCourse(
      RunFolder folder,
      @Nullable CourseFile found,
      RunIdentity identity,
      List<String> columns,
      int interval,
      Runnable watch) {
    this.folder = folder;
    this.identity = identity;
    this.columns = List.copyOf(columns);
    this.interval = interval;
    this.watch = watch;
    this.course =
        found == null ? Course.of(this::passed) : Course.from(found.state(), this::passed);
  }

  /** What trainings are made parts of. */
  public Course course() {
    return course;
  }

  /** How many iterations a checkpoint saves. */
  public static int iterations(CourseFile found) {
    return Course.from(found.state(), course -> {}).keptIterations();
  }

  /** Why trainings that go on from a checkpoint may end with other bits, a line each. */
  public static List<String> doubts(CourseFile found, RunIdentity now) {
    List<String> doubts = new ArrayList<>();
    RunIdentity before = RunIdentity.of(found.metadata());
    if (before.differences(now).isEmpty() && !before.sameLayout(now)) {
      doubts.add(
          "the rows are in other partitions than before: the last digits may differ from those of"
              + " an undisturbed run");
    }
    String version = found.metadata().getOrDefault(ModelFile.VERSION, "unknown");
    if (!version.equals(ModelFile.softwareVersion())) {
      doubts.add(
          "the checkpoint was written by Entrosum "
              + version
              + ": the last digits may differ from those of an undisturbed run");
    }
    return doubts;
  }

  private void passed(Course now) {
    since++;
    watch.run();
    folder.check();
    if (interval > 0 && since >= interval) {
      write();
    }
  }

  /** Writes down where trainings are that end before their time, if they have come on since. */
  public void keep() {
    if (interval > 0 && since > 0 && course.isBetweenPasses()) {
      write();
    }
  }

  private void write() {
    Map<String, String> metadata = new TreeMap<>(identity.metadata());
    metadata.put(ModelFile.VERSION, ModelFile.softwareVersion());
    folder.write(new CourseFile(course.state(), columns, metadata));
    since = 0;
  }
}
