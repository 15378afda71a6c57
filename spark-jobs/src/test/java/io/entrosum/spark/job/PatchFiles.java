package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.image.FieldGrid;
import io.entrosum.image.PatchSize;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Images for the command patches, and what it writes. */
record PatchFiles(Path folder) {
  /** The photographs of the examples. */
  static final String PHOTOGRAPHS = "../conf/examples/data/images";

  /** Two images of noise, one of them in a folder below. */
  Path noise() {
    for (int[] size : new int[][] {{24, 20}, {40, 30}}) {
      double[] field = new Random(size[0]).doubles((size[0] - 2L) * (size[1] - 2), -1, 1).toArray();
      write(size[0] == 24 ? "noise/a.png" : "noise/b/noise.png", field, size[0], size[1]);
    }
    return folder.resolve("noise");
  }

  /** A PNG: one field of a grid, with a frame of one black pixel. */
  Path write(String name, double[] field, int width, int height) {
    PatchSize size = new PatchSize(width - 2, height - 2);
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, new FieldGrid(field, new double[1], size, 1).png());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CommandRun run(Object images, Path output, String... more) {
    List<String> args =
        new ArrayList<>(List.of("patches", "--images", "" + images, "--output", "" + output));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** The rows of a run without a word on standard error. */
  List<Row> rows(Object images, String... more) {
    Path output = folder.resolve("out");
    String[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = "--mode";
    all[more.length + 1] = "overwrite";
    CommandRun run = run(images, output, all);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return read(output);
  }

  static List<Row> read(Path output) {
    return SharedSpark.session().read().parquet(output.toString()).collectAsList();
  }

  static double[] features(Row row) {
    return ((Vector) row.get(0)).toArray();
  }
}
