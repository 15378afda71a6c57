package io.entrosum.spark.job;

import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.spark.storage.RowWrites;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes made-up rows. */
@Command(
    name = "generate",
    description = {
      "Writes rows of a built-in generator, or drawn from a saved model, to output.path:",
      "  generate blobs --rows N ...   columns x0, x1, ... and label: Gaussian blobs of unit variance",
      "  generate wide --rows N ...    sparse vectors in the column features, and label: the topic",
      "  generate bars --rows N ...    images of bars in the column features, and latent: the true codes",
      "  generate --model FOLDER ...   the columns of the model, of mixtures component, too",
      "The same seed gives the same rows, however many partitions there are."
    })
final class GenerateCommand extends JobCommand {
  private static final String BLOBS = "blobs";
  private static final String WIDE = "wide";
  private static final String BARS = "bars";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "GENERATOR",
      description = "a built-in generator: blobs, wide, bars")
  private @Nullable String generator;

  @Option(names = "--model", paramLabel = "FOLDER", description = "draw from this model instead")
  private @Nullable String model;

  @Option(names = "--rows", paramLabel = "N", description = "default: 1000")
  private long rows = 1000;

  @Option(names = "--seed", paramLabel = "N", description = "default: 1")
  private long seed = 1;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "default: 10 of blobs, 100000 of wide")
  private @Nullable Integer columns;

  @Option(names = "--components", paramLabel = "N", description = "blobs; default: 3")
  private @Nullable Integer components;

  @Option(names = "--topics", paramLabel = "N", description = "of wide; default: 20")
  private @Nullable Integer topics;

  @Option(
      names = "--non-zeros",
      paramLabel = "N",
      description = "of wide: how often a column is drawn for a row; default: 20")
  private @Nullable Integer nonZeros;

  @Option(
      names = "--separation",
      paramLabel = "X",
      description = "least distance of two centres, in standard deviations; default: 10")
  private @Nullable Double separation;

  @Option(names = "--offset", paramLabel = "X", description = "added to blobs; default: 0")
  private @Nullable Double offset;

  @Option(names = "--scale", paramLabel = "X", description = "multiplies blobs; default: 1")
  private @Nullable Double scale;

  @Mixin private final Bars.Options bars = new Bars.Options();

  @Option(names = "--output", paramLabel = "PATH", description = "sets output.path")
  private @Nullable String output;

  @Option(names = "--format", description = "sets output.format; default: parquet")
  private @Nullable String format;

  @Option(names = "--mode", description = "sets output.mode: fail (the default) or overwrite")
  private @Nullable String mode;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "the number of files; default: one a core")
  private int partitions;

  @Override
  String name() {
    return "generate";
  }

  @Override
  List<String> ownAssignments() {
    List<String> assignments = new ArrayList<>();
    add(assignments, "output.path", output);
    add(assignments, "output.format", format);
    add(assignments, "output.mode", mode);
    return assignments;
  }

  private static void add(List<String> assignments, String key, @Nullable String value) {
    if (value != null) {
      assignments.add(key + "=" + value);
    }
  }

  @Override
  void run(JobContext context) {
    OutputConfig config = context.config().output().refuseResume(name());
    atLeast("--rows", rows, 1);
    atLeast("--partitions", partitions, 0);
    RowSource source = source(context);
    try (RowOutput into = RowOutput.open(context, model)) {
      SparkSession spark = context.spark();
      OutputFolder folder = into.folder();
      RowWrites.run(folder, path -> write(spark, source, config.format(), path));
      into.publish();
      context.out().println(Numbers.count(rows, "row") + " written to " + folder.target());
    }
  }

  private RowSource source(JobContext context) {
    if (model != null) {
      if (generator != null
          || bars.any()
          || Stream.of(columns, components, separation, offset, scale, topics, nonZeros)
              .anyMatch(Objects::nonNull)) {
        throw JobException.usage(
            "--model: excludes built-in generators and their options --columns, --components,"
                + " --separation, --offset, --scale, --topics, --non-zeros, --size, --latents,"
                + " --probability and --noise");
      }
      return SavedModel.load("--model", model, context.hadoop()).samples(seed);
    }
    if (generator == null) {
      throw JobException.usage("generate: say what: blobs, wide, bars, or --model FOLDER");
    }
    if (!List.of(BLOBS, WIDE, BARS).contains(generator)) {
      throw JobException.usage(
          "generate: no generator "
              + generator
              + " (generators: blobs, wide, bars; or --model FOLDER)");
    }
    refuseOptionsOfOthers(generator);
    return switch (generator) {
      case BLOBS -> blobs();
      case WIDE -> wide();
      default -> bars.generator(seed);
    };
  }

  private void refuseOptionsOfOthers(String chosen) {
    boolean ofBlobs = Stream.of(components, separation, offset, scale).anyMatch(Objects::nonNull);
    boolean ofWide = Stream.of(topics, nonZeros).anyMatch(Objects::nonNull);
    if (ofBlobs && !chosen.equals(BLOBS)) {
      throw JobException.usage(
          "--components, --separation, --offset, --scale: are options of blobs");
    }
    if (ofWide && !chosen.equals(WIDE)) {
      throw JobException.usage("--topics, --non-zeros: are options of wide");
    }
    if (bars.any() && !chosen.equals(BARS)) {
      throw JobException.usage("--size, --latents, --probability, --noise: are options of bars");
    }
    if (columns != null && chosen.equals(BARS)) {
      throw JobException.usage(
          "--columns: is an option of blobs and wide (bars have --size times --size)");
    }
  }

  private WideRows wide() {
    WideRows wide =
        new WideRows(
            Objects.requireNonNullElse(columns, 100_000),
            Objects.requireNonNullElse(topics, 20),
            Objects.requireNonNullElse(nonZeros, 20),
            seed);
    atLeast("--columns", wide.columns(), 1);
    atLeast("--topics", wide.topics(), 1);
    atLeast("--non-zeros", wide.nonZeros(), 1);
    return wide;
  }

  private Blobs blobs() {
    Blobs blobs =
        new Blobs(
            Objects.requireNonNullElse(columns, 10),
            Objects.requireNonNullElse(components, 3),
            Objects.requireNonNullElse(separation, 10.0),
            Objects.requireNonNullElse(offset, 0.0),
            Objects.requireNonNullElse(scale, 1.0),
            seed);
    atLeast("--columns", blobs.columns(), 1);
    atLeast("--components", blobs.components(), 1);
    if (!(blobs.separation() >= 0)) {
      throw JobException.usage("--separation: must be >= 0 but was " + blobs.separation());
    }
    return blobs;
  }

  private static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw JobException.usage(option + ": must be >= " + least + " but was " + value);
    }
  }

  private void write(SparkSession spark, RowSource source, String outputFormat, String path) {
    int parts = partitions > 0 ? partitions : spark.sparkContext().defaultParallelism();
    MapPartitionsFunction<Long, Row> make = indices -> new Made(indices, source.open());
    DataFrameWriter<Row> writer =
        spark
            .range(0, rows, 1, parts)
            .mapPartitions(make, Encoders.row(source.schema()))
            .write()
            .mode("overwrite")
            .format(outputFormat);
    if (outputFormat.equals("csv")) {
      writer = writer.option("header", true);
    }
    writer.save(path);
  }

  /** The rows of a partition. */
  private record Made(Iterator<Long> indices, LongFunction<Row> maker) implements Iterator<Row> {
    @Override
    public boolean hasNext() {
      return indices.hasNext();
    }

    @Override
    public Row next() {
      return maker.apply(indices.next());
    }
  }
}
