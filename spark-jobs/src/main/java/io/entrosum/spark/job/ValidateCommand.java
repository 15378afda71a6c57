package io.entrosum.spark.job;

import io.entrosum.spark.Storage;
import io.entrosum.spark.storage.OutputFolder;
import java.io.PrintStream;
import picocli.CommandLine.Command;

/** Says what {@code train} would do. */
@Command(
    name = "validate",
    description = {
      "Checks the configuration, the columns of the input and the storage of the output,",
      "and says what train would do and how much memory it needs. Trains nothing."
    })
final class ValidateCommand extends JobCommand {
  @Override
  String name() {
    return "validate";
  }

  @Override
  void run(JobContext context) {
    OutputConfig output = context.config().output();
    String target = output.requirePath();
    if (new TrainingOutput(context, false).isComplete()) {
      context.out().println(target + " is complete; train would do nothing");
      return;
    }
    TrainingJob job = context.config().model().job(context);
    OutputFolder.open(target, output.mode(), context.hadoop()).close();
    print(context, job.plan());
  }

  private static void print(JobContext context, TrainingPlan plan) {
    PrintStream out = context.out();
    JobConfig config = context.config();
    OpenedData data = plan.data();
    out.println("train would fit, and nothing stands in its way:");
    out.println();
    plan.model().forEach((label, text) -> line(out, label, "%s", text));
    line(
        out,
        "features",
        "%s: %s",
        Numbers.count(data.names().size(), "column"),
        Numbers.names(data.names(), 8));
    if (!data.ignored().isEmpty()) {
      line(out, "not used", "%s", Numbers.names(data.ignored(), 8));
    }
    if (!data.features().weight().isEmpty()) {
      line(out, "weight", "%s", data.features().weight());
    }
    training(out, config);
    line(out, "output", "%s (%s)", config.output().requirePath(), config.output().mode().label());
    out.println();
    memory(out, plan);
  }

  private static void training(PrintStream out, JobConfig config) {
    TrainingConfig training = config.training();
    line(
        out,
        "training",
        "%sat most %,d iterations each, tolerance %.0e, seed %d",
        config.model().startText(training),
        training.stopping().maxIterations(),
        training.stopping().tolerance(),
        training.seed());
  }

  private static void memory(PrintStream out, TrainingPlan plan) {
    MemoryEstimate memory = plan.memory();
    line(out, "parameters", "%,.0f free", memory.parameters());
    line(out, "partitions", "%,d", plan.partitions());
    line(out, "statistics", "%s a partition and iteration", Numbers.bytes(memory.statistics()));
    line(
        out,
        "driver",
        "about %s, of a heap of %s",
        Numbers.bytes(memory.driver()),
        Numbers.bytes((double) Runtime.getRuntime().maxMemory()));
    line(out, "task", "about %s, besides the cached rows", Numbers.bytes(memory.task()));
    line(
        out,
        "cached rows",
        "%s (spilled to disk where memory ends)%s",
        plan.storage() == Storage.SPARSE
            ? "sparse, 12 bytes a value that is not zero"
            : Numbers.bytes(8e6 * (plan.data().names().size() + plan.besideRow())) + " a million",
        plan.besideRow() == 0
            ? ""
            : ", "
                + Numbers.bytes(8e6 * plan.besideRow())
                + " of them where posteriors start (on disk these are lost: slower, no other"
                + " result)");
  }

  private static void line(PrintStream out, String name, String format, Object... arguments) {
    out.println(Numbers.format("  %-12s %s", name, Numbers.format(format, arguments)));
  }
}
