package io.entrosum.spark.job;

import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.spark.storage.RowWrites;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds what a model says about each row. */
@Command(
    name = "score",
    description = {
      "Writes the input with columns added to output.path: component, posterior and log_density",
      "for mixtures; latent, log_density and (score.reconstruction = true) reconstruction for",
      "probabilistic PCA and factor analysis; latent, latent_deviation, bound and reconstruction",
      "for sparse coding, latent with score.codes = map being the most probable codes.",
      "The columns that the model was trained on are found by their names. With score.fill = true,",
      "values that are missing (input.invalid = missing) are filled in: numbers by their",
      "expectation given the rest of the row, categories by the most probable one."
    })
final class ScoreCommand extends JobCommand {
  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description = "the trained model; overrides the key score.model")
  private @Nullable String model;

  @Override
  String name() {
    return "score";
  }

  @Override
  void run(JobContext context) {
    JobConfig config = context.config();
    String target = config.output().refuseResume(name()).requirePath();
    MissingValues.checkFill(config);
    OutputFolder.check(target, config.output().mode(), context.hadoop());
    SavedModel saved = ModelOption.load(model, context);
    MissingValues.check(config.input(), saved);
    MissingValues.checkFill(config.score(), saved);
    InputSource source = InputSource.checked(config.input(), context.hadoop());
    try (RowOutput into = RowOutput.open(context, ModelOption.location(model, context))) {
      score(context, saved, source, into);
    }
  }

  private static void score(
      JobContext context, SavedModel saved, InputSource source, RowOutput into) {
    SparkSession spark = context.spark();
    Dataset<Row> data = source.open(spark);
    RowScores scores = saved.scores(context.config().score());
    refuseTaken(List.of(data.schema().fieldNames()), scores);
    FeatureColumns features = ModelColumns.find(data, saved, "", source);
    Scoring scoring = new Scoring(saved, features, context.config(), source.fromFiles());
    Scoring.Counts counts =
        RowWrites.into(
            into.folder(), path -> scoring.write(data, context.config().output().format(), path));
    into.publish();
    if (counts.skipped() > 0) {
      context.warn(Numbers.count(counts.skipped(), "row") + " left out as invalid");
    }
    if (counts.unfinished() > 0) {
      context.warn(
          Numbers.format(
              "codes of %s were not sought to the end: what was added to them is close, not exact",
              Numbers.count(counts.unfinished(), "row")));
    }
    String written =
        Numbers.count(counts.written(), "row") + " written to " + into.folder().target();
    String filled = ", " + Numbers.count(counts.filled(), "value") + " filled in";
    context.out().println(written + (context.config().score().fill() ? filled : ""));
  }

  private static void refuseTaken(List<String> names, RowScores scores) {
    for (StructField added : scores.columns()) {
      for (String name : names) {
        if (name.equalsIgnoreCase(added.name())) {
          throw JobException.usage(
              "input: has a column "
                  + name
                  + " already, which score adds (rename it, or leave it out with input.query)");
        }
      }
    }
  }
}
