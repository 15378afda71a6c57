package io.entrosum.spark.job;

import io.entrosum.spark.storage.OutputFolder;
import picocli.CommandLine.Command;

/** Fits a range of models and writes the best. */
@Command(
    name = "select",
    description = {
      "Fits every combination of what the section select names, in shared passes over the data,",
      "prints one table, and writes the best model to output.path, as train does."
    })
final class SelectCommand extends JobCommand {
  @Override
  String name() {
    return "select";
  }

  @Override
  void run(JobContext context) {
    OutputConfig output = context.config().output();
    String target = output.requirePath();
    OutputFolder.check(target, output.mode(), context.hadoop());
    context.config().select().check(context.config().model(), context.config().training());
    TrainingJob job = TrainingJob.checked(context);
    try (OutputFolder folder = OutputFolder.open(target, output.mode(), context.hadoop())) {
      Selection.Chosen chosen = job.select();
      TrainingReport report = new TrainingReport(chosen.trained());
      TrainCommand.write(context, folder, chosen.trained(), report, chosen.selection());
      context.cancellation().check();
      folder.publish();
      chosen.selection().print(context.out());
      report.print(context.out(), folder.target());
    }
  }
}
