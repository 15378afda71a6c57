package io.entrosum.spark.job;

import io.entrosum.image.FieldGrid;
import io.entrosum.image.FieldShapes;
import io.entrosum.image.GaborFit;
import io.entrosum.image.PatchSize;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.spark.storage.FileSystems;
import java.io.PrintStream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code inspect} that draw the fields of a dictionary of image patches. */
final class FieldPicture {
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
  private int magnification = 4;

  @Option(names = "--replace", description = "replace FILE.png if it is there")
  private boolean replace;

  /**
   * Draws, if that is wanted.
   *
   * @throws JobException if the model has no fields of that size, or the file is there already
   */
  void draw(SavedModel saved, Configuration hadoop, PrintStream out) {
    if (file == null) {
      if (size != null) {
        throw JobException.usage("--field-size: needs --fields FILE.png, the picture to draw");
      }
      return;
    }
    if (magnification < 1 || magnification > 64) {
      throw JobException.usage("--magnify: must be >= 1 and <= 64 but was " + magnification);
    }
    SparseCodingModel model = saved.coding("--fields");
    PatchSize shape = shape(model.dimensions());
    if (!replace && FileSystems.matches(file, hadoop)) {
      throw new JobException(
          ExitCode.OUTPUT_EXISTS,
          "--fields: " + file + " exists (give --replace, or another name)");
    }
    byte[] png = new FieldGrid(model.dictionary(), model.scales(), shape, magnification).png();
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
    return new PatchSize(side, side);
  }
}
