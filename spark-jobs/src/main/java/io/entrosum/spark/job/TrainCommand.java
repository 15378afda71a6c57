package io.entrosum.spark.job;

import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.train.StopReason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fits a model and writes its folder. */
@Command(name = "train", description = "Fits a model and writes it to output.path.")
final class TrainCommand extends JobCommand {
  @Option(
      names = "--require-convergence",
      description = "exit with 4 if training stops before it has converged; the model is written")
  private boolean requireConvergence;

  @Option(
      names = "--force",
      description =
          "with output.mode = resume: go on also where the data or limits of training have changed")
  private boolean force;

  @Override
  String name() {
    return "train";
  }

  @Override
  void run(JobContext context) {
    TrainingOutput output = new TrainingOutput(context, force);
    if (output.isComplete()) {
      context.say(context.config().output().requirePath() + " is complete; nothing to do");
      return;
    }
    TrainingJob job = context.config().model().job(context);
    Trained trained = train(context, output, job);
    new TrainingReport(trained).print(context.out(), context.config().output().requirePath());
    TrainingReport.next(context.config().output().requirePath()).forEach(context::say);
    refuseUnconverged(trained);
  }

  private static Trained train(JobContext context, TrainingOutput output, TrainingJob job) {
    try (TrackedTraining tracked = TrackedTraining.of(context, System.getenv())) {
      context.track(tracked.listener());
      Trained trained =
          output.write(
              folder -> {
                Trained done = job.run();
                write(context, folder, done, new TrainingReport(done), null);
                return done;
              });
      tracked.finished(trained);
      return trained;
    }
  }

  private void refuseUnconverged(Trained trained) {
    StopReason reason = trained.result().stopReason();
    if (requireConvergence && reason != StopReason.CONVERGED && reason != StopReason.CLOSED_FORM) {
      throw new JobException(
          ExitCode.NOT_CONVERGED,
          "not converged: stopped with "
              + reason
              + " after "
              + trained.result().iterationsText()
              + "; the model was written all the same (raise training.max-iterations or"
              + " training.tolerance)");
    }
  }

  /**
   * Writes everything but the publication of the folder.
   *
   * @param selection what the model was chosen from, or null
   */
  static void write(
      JobContext context,
      OutputFolder folder,
      Trained trained,
      TrainingReport report,
      @Nullable Selection selection) {
    byte[] page =
        new ReportFile(context, trained, selection).html(); // its warnings are in the summary
    Map<String, String> metadata = new TreeMap<>(trained.metadata());
    metadata.put("entrosum.seed", Long.toString(context.config().training().seed()));
    ModelFile model = new ModelFile(trained.result().model(), trained.columns(), metadata);
    folder.write(ModelFolder.MODEL, model::write);
    writeText(
        folder,
        "summary.json",
        Json.pretty(report.summary(context.config().training().seed(), context.warnings())) + "\n");
    writeText(folder, "trace.jsonl", report.trace());
    if (selection != null) {
      writeText(folder, "selection.json", Json.pretty(selection.json()) + "\n");
    }
    folder.write("report.html", stream -> stream.write(page));
    folder.writeManifest();
  }

  private static void writeText(OutputFolder folder, String name, String text) {
    folder.write(name, stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
