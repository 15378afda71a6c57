package io.entrosum.spark.job;

import io.entrosum.image.FieldGrid;
import io.entrosum.image.FieldShapes;
import io.entrosum.image.GaborFit;
import io.entrosum.image.PatchSize;
import io.entrosum.model.SparseCoding;
import io.entrosum.spark.storage.FileSystems;
import java.io.PrintStream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code inspect} that draw the fields of a dictionary of image patches. */
final class FieldPicture {
  private static final long MOST_PIXELS = 100_000_000;

  @Option(
      names = "--fields",
      paramLabel = "FILE.png",
      description = {
        "draw the fields of a sparse coding model of image patches into this file, by falling",
        "scale, each scaled to its own maximum; and count those that are like Gabor functions"
      })
  private @Nullable String file;

  @Option(
      names = "--field-size",
      paramLabel = "WIDTH[xHEIGHT]",
      description = "of a field, in pixels; default: square")
  private @Nullable String size;

  @Option(names = "--magnify", paramLabel = "N", description = "pixels a pixel; default: 4")
  private @Nullable Integer magnification;

  @Option(names = "--replace", description = "replace FILE.png if it is there")
  private boolean replace;

  /**
   * Checks what can be checked before anything is printed.
   *
   * @throws JobException if the model has no fields of that size, or the file is there already
   */
  void check(SavedModel saved, Configuration hadoop) {
    if (file == null) {
      refuseWithout("--field-size", size != null);
      refuseWithout("--magnify", magnification != null);
      refuseWithout("--replace", replace);
      return;
    }
    if (magnification() < 1 || magnification() > 64) {
      throw JobException.usage("--magnify: must be >= 1 and <= 64 but was " + magnification);
    }
    SparseCoding<?> model = SavedSparseCoding.of(saved, "--fields");
    PatchSize shape = shape(model.dimensions());
    long side = (long) Math.ceil(Math.sqrt(model.latentDimensions())) * magnification();
    long pixels = side * (shape.width() + 1) * side * (shape.height() + 1);
    if (pixels > MOST_PIXELS) {
      throw JobException.usage(
          Numbers.format(
              "--magnify: the picture must have at most %,d pixels but would have about %,d"
                  + " (magnify less)",
              MOST_PIXELS, pixels));
    }
    if (!replace && FileSystems.exists(file, hadoop)) {
      throw new JobException(
          ExitCode.OUTPUT_EXISTS,
          "--fields: " + file + " exists (give --replace, or another name)");
    }
  }

  private static void refuseWithout(String option, boolean given) {
    if (given) {
      throw JobException.usage(option + ": needs --fields FILE.png, the picture to draw");
    }
  }

  private int magnification() {
    return magnification == null ? 4 : magnification;
  }

  /** Draws, if that is wanted. */
  void draw(SavedModel saved, Configuration hadoop, PrintStream out) {
    if (file == null) {
      return;
    }
    SparseCoding<?> model = SavedSparseCoding.of(saved, "--fields");
    PatchSize shape = shape(model.dimensions());
    byte[] png = new FieldGrid(model.dictionary(), model.scales(), shape, magnification()).png();
    FileSystems.writeBytes(file, png, hadoop);
    FieldShapes shapes = FieldShapes.of(model.dictionary(), shape);
    out.println(
        Numbers.format(
            "  fields     %d of %d are like Gabor functions (R2 of at least %.1f); drawn in %s",
            shapes.gabors(), model.latentDimensions(), GaborFit.GOOD, file));
  }

  private PatchSize shape(int pixels) {
    if (size != null) {
      PatchSize given = PatchOptions.size("--field-size", size);
      if (given.pixels() != pixels) {
        throw JobException.usage(
            "--field-size: must have the "
                + pixels
                + " pixels of the model's columns but "
                + given
                + " has "
                + given.pixels());
      }
      return given;
    }
    int side = (int) Math.round(Math.sqrt(pixels));
    if (side * side != pixels) {
      throw JobException.usage(
          "--field-size: must be given, since "
              + pixels
              + " columns are no square (e.g. --field-size 16x12)");
    }
    try {
      return new PatchSize(side, side);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, "--fields: " + e.getMessage(), e);
    }
  }
}
