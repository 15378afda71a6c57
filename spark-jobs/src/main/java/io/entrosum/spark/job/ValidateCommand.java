package io.entrosum.spark.job;

import io.entrosum.init.TableSpec;
import io.entrosum.spark.storage.OutputFolder;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
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
    OutputFolder.check(target, output.mode(), context.hadoop());
    TrainingJob job = TrainingJob.checked(context);
    OutputFolder.open(target, output.mode(), context.hadoop()).close();
    TrainingJob.Columns columns = job.open();
    ModelConfig model = job.model();
    int partitions = partitions(context, columns);
    MemoryEstimate memory = MemoryEstimate.of(columns.table(), model.components(), partitions);
    memory.refuseTooLarge(model, columns.table());
    print(context, model, columns, memory, partitions);
  }

  /** As many as reading will make: what is asked for, else those of the source or the cores. */
  private static int partitions(JobContext context, TrainingJob.Columns columns) {
    int wanted = context.config().input().partitions();
    int cores =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext()).defaultParallelism();
    return wanted > 0 ? wanted : Math.max(cores, columns.data().javaRDD().getNumPartitions());
  }

  private static void print(
      JobContext context,
      ModelConfig model,
      TrainingJob.Columns columns,
      MemoryEstimate memory,
      int partitions) {
    PrintStream out = context.out();
    JobConfig config = context.config();
    TrainingConfig training = config.training();
    out.println("train would fit, and nothing stands in its way:");
    out.println();
    model(out, model, columns);
    line(
        out,
        "features",
        "%s: %s",
        Numbers.count(columns.names().size(), "column"),
        Numbers.names(columns.names(), 8));
    if (!columns.ignored().isEmpty()) {
      line(out, "not used", "%s", Numbers.names(columns.ignored(), 8));
    }
    if (!columns.features().weight().isEmpty()) {
      line(out, "weight", "%s", columns.features().weight());
    }
    line(
        out,
        "training",
        "init %s, %s, at most %,d iterations each, tolerance %.0e, seed %d",
        training.init().label(),
        Numbers.count(training.restarts(), "start"),
        training.stopping().maxIterations(),
        training.stopping().tolerance(),
        training.seed());
    line(out, "output", "%s (%s)", config.output().requirePath(), config.output().mode().label());
    out.println();
    line(out, "parameters", "%,.0f free", memory.parameters());
    line(out, "partitions", "%,d", partitions);
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
        "%s a million (spilled to disk where memory ends)",
        Numbers.bytes(8e6 * columns.names().size()));
  }

  private static void model(PrintStream out, ModelConfig model, TrainingJob.Columns columns) {
    TableSpec table = columns.table();
    boolean unnamed = table.gaussianGroups().size() > table.groups().size();
    line(
        out,
        "model",
        "mixture of %s%s%s",
        Numbers.count(model.components(), table.allGaussian() ? "gaussian" : "component"),
        unnamed ? ", " + model.covariance().label() + " covariance" : "",
        table.gaussians() == 0
            ? ""
            : Numbers.format(", covariance floor %.0e", model.covarianceFloor()));
    if (!table.allGaussian()) {
      line(out, "families", "%s", families(columns));
    }
    if (!table.groups().isEmpty()) {
      line(out, "groups", "%s", GroupText.of(table, columns.names()));
    }
  }

  /** The columns of each family. */
  private static String families(TrainingJob.Columns columns) {
    Map<String, List<String>> byFamily = new TreeMap<>();
    for (int j = 0; j < columns.names().size(); j++) {
      TableSpec.Column column = columns.table().columns().get(j);
      String name = columns.names().get(j);
      byFamily
          .computeIfAbsent(column.family(), family -> new ArrayList<>())
          .add(column.categories() > 0 ? name + " of " + column.categories() : name);
    }
    return byFamily.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + Numbers.names(entry.getValue(), 8) + ")")
        .collect(Collectors.joining(", "));
  }

  private static void line(PrintStream out, String name, String format, Object... arguments) {
    out.println(Numbers.format("  %-12s %s", name, Numbers.format(format, arguments)));
  }
}
