package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.LatentModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.stats.Statistics;
import io.entrosum.train.TrainingResult;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The bound of a saved model on other data, also compared with that of another one. */
@Command(
    name = "evaluate",
    description = "Prints bound, log-likelihood and entropies of a model on the input, as JSON.")
final class EvaluateCommand extends JobCommand {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "the trained model; overrides the key score.model")
  private @Nullable String model;

  @Option(
      names = "--against",
      paramLabel = "FOLDER",
      description = {
        "another model, evaluated on the same input: adds against, its figures, and gain, by how",
        "many nats the bound is higher; both null where there is nothing of that name"
      })
  private @Nullable String against;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "writes the JSON to a file, too, in place of one that is there")
  private @Nullable String file;

  @Override
  String name() {
    return "evaluate";
  }

  @Override
  void run(JobContext context) {
    SavedModel saved = ModelOption.load(model, context);
    SavedModel other = against == null ? null : other(against, context);
    ObjectNode node = evaluate(saved, context);
    if (against != null) {
      ObjectNode figures = other == null ? null : evaluate(other, context);
      node.set("against", figures);
      Json.put(node, "gain", figures == null ? Double.NaN : gain(node, figures));
    }
    String text = Json.pretty(node);
    if (file != null) {
      FileSystems.writeBytes(
          file, (text + "\n").getBytes(StandardCharsets.UTF_8), context.hadoop());
    }
    context.out().println(text);
  }

  /** The model to compare with; null, and said, if there is none. */
  private static @Nullable SavedModel other(String location, JobContext context) {
    if (!FileSystems.exists(location, context.hadoop())) {
      context
          .err()
          .println(Main.NAME + ": --against: nothing at " + location + ", nothing to compare with");
      return null;
    }
    return SavedModel.load("--against", location, context.hadoop());
  }

  private static double gain(ObjectNode node, ObjectNode other) {
    return node.path("bound").asDouble(Double.NaN) - other.path("bound").asDouble(Double.NaN);
  }

  private static ObjectNode evaluate(SavedModel saved, JobContext context) {
    InputConfig input = context.config().input();
    MissingValues.check(input, saved);
    InputSource source = InputSource.checked(input, context.hadoop());
    Dataset<Row> data = source.open(context.spark());
    FeatureColumns features = ModelColumns.find(data, saved, input.weight(), source);
    try (Blocks blocks =
        Blocks.read(
            data, features, saved.reading(), source.options().withStorage(saved.storage()))) {
      ObjectNode node = evaluate(saved.model(), blocks);
      saved
          .comparisons(blocks.pass(), node.path("bound").asDouble(Double.NaN))
          .forEach((name, value) -> Json.put(node, name, value));
      return node;
    }
  }

  private static ObjectNode evaluate(LatentModel<?> model, Blocks blocks) {
    Statistics statistics = blocks.pass().eStep(model, "evaluating the model");
    double weight = statistics.get(LatentModel.WEIGHT);
    if (!(weight > 0)) {
      throw new UnusableDataException(
          "all " + blocks.rows() + " row weights are zero; at least one must be positive");
    }
    EntropyTerms bound = model.bound(statistics);
    double total = bound.bound() * weight;
    ObjectNode node = Json.object();
    node.put("model", model.type());
    node.put("rows", blocks.rows());
    node.put("skippedRows", blocks.skippedRows());
    node.put("missingValues", blocks.missingValues());
    node.put("totalWeight", weight);
    Json.put(node, "bound", bound.bound());
    Json.put(node, "logLikelihood", model.hasExactPosterior() ? total : Double.NaN);
    Json.putEntropies(node, bound);
    TrainingResult.Criteria criteria =
        TrainingResult.Criteria.of(total, model.parameters(), weight, bound.assignment() * weight);
    Json.put(node, "aic", criteria.aic());
    Json.put(node, "bic", criteria.bic());
    Json.put(node, "icl", criteria.icl());
    model.figures(statistics).forEach((name, value) -> Json.put(node, name, value));
    return node;
  }
}
