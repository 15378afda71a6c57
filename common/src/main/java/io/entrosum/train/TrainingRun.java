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
  /** Which of the trainings that share passes it is. */
  int number();

  /** Whether there is a result. */
  boolean done();

  /** The result of a training that is done. */
  TrainingResult<M> result();

  /** The model of which an E-step is wanted next. */
  M wanted();

  /** What the next pass is for. */
  String description();

  /** Goes on with the statistics of the model that was wanted. */
  void accept(Statistics statistics);

  /**
   * Makes the passes that runs want, each for all that are not done yet.
   *
   * @param runs of one kind of model
   */
  static <M extends LatentModel<M>> void drive(List<? extends TrainingRun<M>> runs, Pass pass) {
    List<? extends TrainingRun<M>> open = runs.stream().filter(run -> !run.done()).toList();
    while (!open.isEmpty()) {
      TrainingRun<M> first = open.get(0);
      String what =
          open.size() == 1
              ? first.description()
              : first.description() + ", and " + (open.size() - 1) + " more";
      List<Statistics> statistics =
          pass.eSteps(
              open.stream().map(TrainingRun::wanted).toList(),
              open.stream().mapToInt(TrainingRun::number).toArray(),
              what);
      for (int i = 0; i < open.size(); i++) {
        open.get(i).accept(statistics.get(i));
      }
      open = open.stream().filter(run -> !run.done()).toList();
    }
  }
}
