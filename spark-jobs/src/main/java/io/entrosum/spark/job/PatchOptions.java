package io.entrosum.spark.job;

import io.entrosum.image.OneOverFFilter;
import io.entrosum.image.PatchSize;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code patches} that are no keys of the configuration. */
final class PatchOptions {
  /** The largest matrix that is decomposed has this order; takes a minute or so. */
  private static final int MOST_ZCA_PIXELS = 4096;

  private static final double EPSILON = .01;

  private static final Pattern SIZE = Pattern.compile("(\\d{1,6})(?:x(\\d{1,6}))?");

  /** How patches are made white. */
  enum Whitening {
    ONE_OVER_F,
    ZCA,
    NONE;

    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--size",
      paramLabel = "WIDTH[xHEIGHT]",
      description = "of a patch, in pixels; default: 16")
  private String size = "16";

  @Option(names = "--count", paramLabel = "N", description = "of positions; default: 200000")
  private long count = 200_000;

  @Option(names = "--seed", paramLabel = "N", description = "default: 1")
  private long seed = 1;

  @Option(
      names = "--whiten",
      paramLabel = "HOW",
      description = "one-over-f (the default), zca or none")
  private String whiten = "one-over-f";

  @Option(
      names = "--cutoff",
      paramLabel = "F",
      description = "of one-over-f: f0 in cycles a pixel; default: 0.4")
  private @Nullable Double cutoff;

  @Option(
      names = "--epsilon",
      paramLabel = "X",
      description = "of zca: what is added to variances, in units of their mean; default: 0.01")
  private @Nullable Double epsilon;

  @Option(names = "--keep-mean", description = "leave each patch its own mean")
  private boolean keepMean;

  @Option(
      names = "--border",
      paramLabel = "N",
      description = "pixels at the edges of images that no patch has; default: 0")
  private int border;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "the number of files; default: one a core")
  private int partitions;

  /**
   * Checks all options.
   *
   * @throws JobException if one is out of range, or belongs to another whitening
   */
  void check() {
    PatchSize checked = size();
    atLeast("--count", count, 1);
    atLeast("--border", border, 0);
    atLeast("--partitions", partitions, 0);
    Whitening how = whitening();
    belongs("--cutoff", cutoff, Whitening.ONE_OVER_F, how);
    belongs("--epsilon", epsilon, Whitening.ZCA, how);
    if (how == Whitening.ZCA && checked.pixels() > MOST_ZCA_PIXELS) {
      throw JobException.usage(
          "--size: with --whiten zca, patches must have at most "
              + MOST_ZCA_PIXELS
              + " pixels but have "
              + checked.pixels()
              + " (smaller patches, or --whiten one-over-f)");
    }
  }

  private static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw JobException.usage(option + ": must be >= " + least + " but was " + value);
    }
  }

  private static void belongs(
      String option, @Nullable Double value, Whitening of, Whitening chosen) {
    if (value != null && chosen != of) {
      throw JobException.usage(
          option + ": is an option of --whiten " + of.label() + ", not of " + chosen.label());
    }
    if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw JobException.usage(option + ": must be > 0 and finite but was " + value);
    }
  }

  PatchSize size() {
    return size("--size", size);
  }

  /** A size in words; {@code option} is who asks. */
  static PatchSize size(String option, String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      throw JobException.usage(
          option + ": must be WIDTH or WIDTHxHEIGHT, as 16x12, but was " + text);
    }
    int width = Integer.parseInt(matcher.group(1));
    String height = matcher.group(2);
    try {
      return new PatchSize(width, height == null ? width : Integer.parseInt(height));
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, option + ": " + e.getMessage(), e);
    }
  }

  Whitening whitening() {
    List<String> labels = Arrays.stream(Whitening.values()).map(Whitening::label).toList();
    int index = labels.indexOf(whiten);
    if (index < 0) {
      throw JobException.usage(
          "--whiten: must be one of " + String.join(", ", labels) + " but was " + whiten);
    }
    return Whitening.values()[index];
  }

  long count() {
    return count;
  }

  long seed() {
    return seed;
  }

  double cutoff() {
    return Objects.requireNonNullElse(cutoff, OneOverFFilter.CUTOFF);
  }

  double epsilon() {
    return Objects.requireNonNullElse(epsilon, EPSILON);
  }

  boolean centred() {
    return !keepMean;
  }

  int border() {
    return border;
  }

  int partitions() {
    return partitions;
  }
}
