package io.entrosum.spark.job;

import io.entrosum.image.OneOverFFilter;
import io.entrosum.image.Patches;
import io.entrosum.image.ZcaWhitening;
import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.spark.storage.RowWrites;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a data set of patches of images. */
@Command(
    name = "patches",
    description = {
      "Cuts patches at random positions of the images of a folder, whitens them, and writes them",
      "to output.path: features (a vector, the pixels row by row), image, row and column.",
      "  one-over-f  filters each image by f exp(-(f/f0)^4), then cuts (Olshausen and Field 1997)",
      "  zca         cuts, then multiplies by (C + e I)^-1/2, C the covariance of the patches",
      "Patches of equal pixels are dropped. The same seed and images give the same patches, however",
      "many partitions there are."
    })
final class PatchesCommand extends JobCommand {
  /** How many of the images that are left out the warning names. */
  private static final int MOST_NAMED = 20;

  @Option(
      names = "--images",
      paramLabel = "PATH",
      description = "sets input.path: a folder, a file or a glob")
  private @Nullable String images;

  @Option(names = "--output", paramLabel = "PATH", description = "sets output.path")
  private @Nullable String output;

  @Mixin private PatchOptions options = new PatchOptions();

  @Option(
      names = "--invalid",
      description = "sets input.invalid, of images: fail (the default) or skip")
  private @Nullable String invalid;

  @Option(names = "--format", description = "sets output.format; default: parquet")
  private @Nullable String format;

  @Option(names = "--mode", description = "sets output.mode: fail (the default) or overwrite")
  private @Nullable String mode;

  @Override
  String name() {
    return "patches";
  }

  @Override
  List<String> ownAssignments() {
    List<String> assignments = new ArrayList<>();
    add(assignments, "input.path", images);
    add(assignments, "input.invalid", invalid);
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
    options.check();
    InputConfig input = context.config().input();
    check(input);
    OutputConfig config = context.config().output().refuseResume(name());
    String target = config.requirePath();
    OutputFolder.check(target, config.mode(), context.hadoop());
    InputSource.checked(input, context.hadoop());
    try (RowOutput into = RowOutput.open(context, null)) {
      List<String> report = write(context, config.format(), into.folder());
      into.publish();
      report.forEach(context.out()::println);
    }
  }

  private static void check(InputConfig input) {
    if (input.path() == null) {
      throw JobException.usage(
          input.table() == null && input.query() == null
              ? "input.path: must be set (or --images)"
              : "input.table, input.query: patches are cut from files (set input.path, or"
                  + " --images)");
    }
    if (input.invalid() == InvalidPolicy.MISSING) {
      throw JobException.usage("input.invalid: of images must be fail or skip but was missing");
    }
  }

  private static void warn(JobContext context, List<String> refused) {
    if (!refused.isEmpty()) {
      List<String> named = refused.subList(0, Math.min(MOST_NAMED, refused.size()));
      String more = named.size() < refused.size() ? "; ..." : "";
      String count = Numbers.count(refused.size(), "image");
      context.warn(count + " left out: " + String.join("; ", named) + more);
    }
  }

  /** Writes the patches; the lines to be printed about them. */
  private List<String> write(JobContext context, String outputFormat, OutputFolder folder) {
    boolean filters = options.whitening() == PatchOptions.Whitening.ONE_OVER_F;
    OneOverFFilter filter = filters ? new OneOverFFilter(options.cutoff()) : null;
    ImageFolder read =
        ImageFolder.read(
            context.spark(), context.config().input(), options.size(), options.border(), filter);
    warn(context, read.refused());
    double scale = filters ? OneOverFFilter.scale(read.squares(), read.pixels()) : 1;
    Patches patches =
        new Patches(
            read.images(),
            new Patches.Options(
                options.size(), options.border(), options.seed(), options.centred()),
            scale);
    try (PatchWriter writer = new PatchWriter(context.spark(), patches, options.count())) {
      PatchWriter.Sums sums = writer.sums();
      if (sums.kept() == 0) {
        throw new UnusableDataException(
            "input.path: all "
                + patches(options.count(), "patch")
                + " drawn are constant (take other images, or larger patches)");
      }
      context.cancellation().check();
      boolean zca = options.whitening() == PatchOptions.Whitening.ZCA;
      ZcaWhitening whitening = zca ? new ZcaWhitening(writer.moments(), options.epsilon()) : null;
      context.cancellation().check();
      RowWrites.run(
          folder, path -> writer.write(whitening, options.partitions(), outputFormat, path));
      return report(read, patches, sums, whitening, folder.target());
    }
  }

  private List<String> report(
      ImageFolder read,
      Patches patches,
      PatchWriter.Sums sums,
      @Nullable ZcaWhitening zca,
      String target) {
    String whitening =
        switch (options.whitening()) {
          case ONE_OVER_F ->
              Numbers.format(
                  "one-over-f, cutoff %s cycles a pixel, variance of filtered images %s",
                  options.cutoff(), OneOverFFilter.VARIANCE);
          case ZCA ->
              Numbers.format(
                  "zca, epsilon %.4g, which is %s of the mean variance",
                  zca == null ? 0 : zca.epsilon(), options.epsilon());
          case NONE -> "none";
        };
    double variance = zca == null ? sums.variance(patches.dimensions()) : zca.variance();
    return List.of(
        Numbers.count(read.images().size(), "image")
            + " read, "
            + Numbers.count(patches.positions(), "position")
            + " of patches of "
            + options.size()
            + " pixels",
        "whitening: " + whitening,
        "means of patches: " + (options.centred() ? "removed" : "kept"),
        Numbers.format("variance a pixel: %.4g", variance),
        patches(options.count() - sums.kept(), "constant patch") + " dropped",
        patches(sums.kept(), "patch") + " written to " + target);
  }

  private static String patches(long number, String what) {
    return Numbers.format("%,d %s%s", number, what, number == 1 ? "" : "es");
  }
}
