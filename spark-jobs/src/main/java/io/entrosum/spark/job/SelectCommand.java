package io.entrosum.spark.job;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fits a range of models and writes the best. */
@Command(
    name = "select",
    description = {
      "Fits every combination of what the section select names, in shared passes over the data,",
      "prints one table, and writes the best model to output.path, as train does."
    })
final class SelectCommand extends JobCommand {
  @Option(
      names = "--force",
      description =
          "with output.mode = resume: go on also where the data or limits of training have changed")
  private boolean force;

  @Override
  String name() {
    return "select";
  }

  @Override
  void run(JobContext context) {
    TrainingOutput output = new TrainingOutput(context, force);
    if (output.isComplete()) {
      context.say(context.config().output().requirePath() + " is complete; nothing to do");
      return;
    }
    ModelConfig model = context.config().model();
    model.checkSelection(context.config().select(), context.config().training());
    TrainingJob job = model.job(context);
    Selection.Chosen chosen = select(context, output, job);
    chosen.selection().print(context.out());
    new TrainingReport(chosen.trained())
        .print(context.out(), context.config().output().requirePath());
    TrainingReport.next(context.config().output().requirePath()).forEach(context::say);
  }

  /** MLflow is told of the chosen one only. */
  private static Selection.Chosen select(
      JobContext context, TrainingOutput output, TrainingJob job) {
    try (TrackedTraining tracked = TrackedTraining.of(context, System.getenv())) {
      Selection.Chosen chosen =
          output.write(
              folder -> {
                Selection.Chosen done = job.select();
                TrainingReport report = new TrainingReport(done.trained());
                TrainCommand.write(context, folder, done.trained(), report, done.selection());
                return done;
              });
      tracked.finished(chosen.trained());
      return chosen;
    }
  }
}
