package io.entrosum.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The trainings of a command in the order in which they begin, and how far each is. Trainings that
 * share passes are one group.
 *
 * <p>Everything that a command does between trainings follows from the data and from their results;
 * so where a course goes on from what was kept of it, those that were over give their results
 * without a pass, the one that was interrupted goes on, and the command ends as if nothing had
 * been. One thread.
 */
public final class Course {
  private final List<List<RunState>> kept;
  private final Keeper keeper;
  private final List<List<RunState>> groups = new ArrayList<>();
  private List<? extends TrainingRun<?>> current = List.of();
  private boolean accepting;

  private Course(List<List<RunState>> kept, Keeper keeper) {
    this.kept = List.copyOf(kept);
    this.keeper = keeper;
  }

  /** Is told of every pass of a training, and may keep how far the course is. */
  @FunctionalInterface
  public interface Keeper {
    /** Called on the thread that trains; an exception ends the training. */
    void passed(Course course);
  }

  /** A course that nobody keeps. */
  public static Course unkept() {
    return new Course(List.of(), course -> {});
  }

  /** A new course. */
  public static Course of(Keeper keeper) {
    return new Course(List.of(), keeper);
  }

  /**
   * A course that goes on.
   *
   * @param kept what {@link #state} was
   */
  public static Course from(List<List<RunState>> kept, Keeper keeper) {
    return new Course(kept, keeper);
  }

  /** How far it is: the groups that have begun, each with its trainings. */
  public List<List<RunState>> state() {
    settle();
    return groups.stream().map(List::copyOf).toList();
  }

  /** How many iterations the trainings had made when they were kept, those of a group at once. */
  public int keptIterations() {
    return kept.stream()
        .mapToInt(group -> group.stream().mapToInt(run -> run.trace().size()).max().orElse(0))
        .sum();
  }

  /**
   * The next group begins.
   *
   * @param size the number of its trainings
   * @return what was kept of it; empty if it is new
   * @throws IllegalStateException if what was kept is of another number of trainings
   */
  List<RunState> begin(int size) {
    settle();
    current = List.of();
    int index = groups.size();
    List<RunState> found = index < kept.size() ? kept.get(index) : List.of();
    if (!found.isEmpty() && found.size() != size) {
      throw new IllegalStateException(
          "a checkpoint of " + found.size() + " trainings where there are " + size);
    }
    groups.add(found);
    return found;
  }

  /**
   * Whether all trainings are between two passes. If one failed while it took in what a pass gave,
   * {@link #state} is that of no moment, and must not be kept.
   */
  public boolean isBetweenPasses() {
    return !accepting;
  }

  /** Trainings begin to take in what a pass gave. */
  void accepting() {
    accepting = true;
  }

  /** A pass of the group that began last is over, and taken in. */
  void passed(List<? extends TrainingRun<?>> runs) {
    accepting = false;
    current = runs;
    keeper.passed(this);
  }

  private void settle() {
    if (!current.isEmpty()) {
      groups.set(groups.size() - 1, current.stream().map(TrainingRun::state).toList());
    }
  }
}
