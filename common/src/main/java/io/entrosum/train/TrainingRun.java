package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.stats.Statistics;
import java.util.List;

/**
 * One training as a sequence of passes that somebody else makes: it says of which model it wants an
 * E-step next, and is given the statistics.
 *
 * @param <M> the model
 */
interface TrainingRun<M extends LatentModel<M>> {
  /** Whether there is a result. */
  boolean done();

  /** The result of a training that is done. */
  TrainingResult<M> result();

  /** The E-step that is wanted next. */
  Pass.Step wanted();

  /** What the next pass is for. */
  String description();

  /** Goes on with the statistics of the E-step that was wanted. */
  void accept(Statistics statistics);

  /** Where it is, between two passes. */
  RunState state();

  /**
   * Makes the passes that runs want, each for all that are not done yet.
   *
   * @param runs of one kind of model, the group of the course that began last
   */
  static <M extends LatentModel<M>> void drive(
      List<? extends TrainingRun<M>> runs, Pass pass, Course course) {
    List<? extends TrainingRun<M>> open = runs.stream().filter(run -> !run.done()).toList();
    while (!open.isEmpty()) {
      TrainingRun<M> first = open.get(0);
      String what =
          open.size() == 1
              ? first.description()
              : first.description() + ", and " + (open.size() - 1) + " more";
      List<Statistics> statistics =
          pass.steps(open.stream().map(TrainingRun::wanted).toList(), what);
      course.accepting();
      for (int i = 0; i < open.size(); i++) {
        open.get(i).accept(statistics.get(i));
      }
      course.passed(runs);
      open = runs.stream().filter(run -> !run.done()).toList();
    }
  }
}
