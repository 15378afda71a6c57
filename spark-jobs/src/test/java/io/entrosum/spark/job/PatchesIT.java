package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.image.GreyImage;
import io.entrosum.image.ImageDecoder;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches of images, from files to a data set. */
class PatchesIT {
  private static final String NL = System.lineSeparator();

  @TempDir static Path folder;
  private static PatchFiles files;
  private static Path made;

  @BeforeAll
  static void images() {
    files = new PatchFiles(folder);
    made = files.noise();
  }

  @Test
  void patchesAreWhatTheImagesHaveThere() throws Exception {
    Path output = folder.resolve("plain");
    CommandRun run =
        PatchFiles.run(
            made, output, "--size", "6x5", "--count", "1000", "--whiten", "none", "--keep-mean");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .matches(
            "2 images read, 1,214 positions of patches of 6 x 5 pixels\\R"
                + "whitening: none\\R"
                + "means of patches: kept\\R"
                + "variance a pixel: 0\\.\\d+\\R"
                + "0 constant patches dropped\\R"
                + "1,000 patches written to \\S+plain\\R");
    assertThat(SharedSpark.session().read().parquet(output.toString()).schema().simpleString())
        .isEqualTo("struct<features:vector,image:string,row:int,column:int>");
    List<Row> rows = PatchFiles.read(output);
    assertThat(rows).hasSize(1000);
    for (Row row : rows) {
      GreyImage image = ImageDecoder.decode(Files.readAllBytes(made.resolve(row.getString(1))));
      double[] patch = PatchFiles.features(row);
      for (int j = 0; j < 30; j++) {
        int down = j / 6;
        assertThat(patch[j]).isEqualTo(image.at(row.getInt(2) + down, row.getInt(3) + j % 6));
      }
    }
    // The shares of positions are 35 * 26 and 19 * 16 of 1,214: binomial, five deviations.
    long large = rows.stream().filter(row -> row.getString(1).equals("b/noise.png")).count();
    assertThat((double) large).isCloseTo(749.6, within(5 * Math.sqrt(1000 * .7496 * .2504)));
  }

  @Test
  void partitionsDoNotMatter() {
    for (String how : new String[] {"one-over-f", "zca", "none"}) {
      String[] args = {"--count", "1500", "--size", "8", "--whiten", how, "--partitions", "1"};
      List<Row> one = files.rows(made, args);
      args[7] = "4";
      List<Row> four = files.rows(made, args);
      assertThat(four).as(how).hasSize(1500).containsExactlyInAnyOrderElementsOf(one);
      double sum = Arrays.stream(PatchFiles.features(one.get(7))).sum();
      if (!how.equals("zca")) {
        assertThat(sum).isCloseTo(0, within(1e-12)); // its own mean is removed
      }
    }
    String[] seeds = {"--count", "1500", "--size", "8", "--whiten", "none", "--seed", "2"};
    List<Row> other = files.rows(made, seeds);
    seeds[7] = "1";
    assertThat(other).isNotEqualTo(files.rows(made, seeds));
  }

  @Test
  void constantPatchesAreDroppedAndCounted() throws IOException {
    // Left half flat, right half noise; the frame is black. 60 x 40 with patches of 4 x 4.
    Path images = folder.resolve("flat");
    double[] noise = new Random(3).doubles(58 * 38, -1, 1).toArray();
    for (int j = 0; j < noise.length; j++) {
      noise[j] = j % 58 < 29 ? .25 : noise[j];
    }
    files.write("flat/half.png", noise, 60, 40);
    long flat = (29 - 3) * (38 - 3);
    double share = flat / (57.0 * 37);
    for (String how : new String[] {"one-over-f", "none"}) {
      Path output = folder.resolve("flat-" + how);
      String[] args = {"--size", "4", "--count", "10000", "--whiten", how};
      CommandRun run = PatchFiles.run(images, output, args);
      List<Row> rows = PatchFiles.read(output);
      assertThat(run.out())
          .contains(
              Numbers.format("%,d constant patches dropped", 10_000 - rows.size()) + NL,
              Numbers.format("%,d patches written to ", rows.size()));
      assertThat(rows.size() / 1e4)
          .isCloseTo(1 - share, within(5 * Math.sqrt(share * (1 - share) / 1e4)));
      assertThat(rows)
          .allSatisfy(
              row -> {
                boolean inside = row.getInt(2) > 0 && row.getInt(2) < 36;
                assertThat(inside && row.getInt(3) > 0 && row.getInt(3) < 27).isFalse();
              });
    }
    double[] level = new double[58 * 38];
    files.write("level/level.png", level, 60, 40);
    CommandRun run =
        PatchFiles.run(
            folder.resolve("level"), folder.resolve("none"), "--border", "1", "--count", "7");
    assertThat(run.err())
        .isEqualTo(
            "entrosum: input.path: all 7 patches drawn are constant (take other images, or larger"
                + " patches)"
                + NL);
    assertThat(run.code()).isEqualTo(3);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void unusableImagesAreNamedOrLeftOut() throws IOException {
    Path images = folder.resolve("mixed");
    Files.createDirectories(images);
    Files.copy(made.resolve("a.png"), images.resolve("good.png"));
    byte[] whole = Files.readAllBytes(made.resolve("a.png"));
    Files.write(images.resolve("broken.png"), Arrays.copyOf(whole, whole.length / 2));
    CommandRun.write(images.resolve("notes.txt"), "no image");
    files.write("mixed/small.png", new double[8 * 28], 10, 30);
    Path output = folder.resolve("skipped");
    String[] args = {"--size", "12x8", "--border", "1", "--count", "50"};
    CommandRun failed = PatchFiles.run(images, output, args);
    assertThat(failed.err())
        .matches(
            "entrosum: image broken.png: cannot be decoded: .+ \\(set input.invalid to skip to"
                + " leave such images out\\)\\R");
    assertThat(failed.code()).isEqualTo(3);
    assertThat(output).doesNotExist();

    args = Arrays.copyOf(args, 8);
    args[6] = "--invalid";
    args[7] = "skip";
    CommandRun skipped = PatchFiles.run(images, output, args);
    assertThat(skipped.err())
        .matches(
            "entrosum: warning: 3 images left out: broken.png: cannot be decoded: .+; notes.txt: is"
                + " no image in a format that can be read \\(PNG, JPEG, TIFF, BMP, GIF\\);"
                + " small.png: must have room for a patch of 12 x 8 pixels inside a border of 1"
                + " but is 10 x 30\\R");
    assertThat(skipped.out()).startsWith("1 image read, 121 positions "); // 11 x 11
    assertThat(PatchFiles.read(output))
        .hasSize(50)
        .allMatch(row -> row.getString(1).equals("good.png"));

    Path glob = images.resolve("[gn]*.png");
    assertThat(PatchFiles.run(glob, folder.resolve("glob")).out()).startsWith("1 image read, ");
    CommandRun small = PatchFiles.run(images.resolve("small.png"), folder.resolve("none"));
    assertThat(small.err())
        .isEqualTo(
            "entrosum: image small.png: must have room for a patch of 16 x 16 pixels but is 10 x 30"
                + " (set input.invalid to skip to leave such images out)"
                + NL);
    CommandRun none =
        PatchFiles.run(images.resolve("small.png"), folder.resolve("none"), "--invalid", "skip");
    assertThat(none.err()).contains("no usable images in ", "(the first: small.png: must have");
    assertThat(none.code()).isEqualTo(3);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void emptyFoldersAndTakenOutputs() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    CommandRun nothing = PatchFiles.run(empty, folder.resolve("none"));
    assertThat(nothing.err()).isEqualTo("entrosum: input.path: no images in " + empty + NL);
    assertThat(nothing.code()).isEqualTo(3);
    Path taken = folder.resolve("taken");
    CommandRun.write(taken.resolve("file"), "text");
    CommandRun exists = PatchFiles.run(made, taken);
    assertThat(exists.err()).contains("output.path", taken.toString());
    assertThat(exists.code()).isEqualTo(5);
    assertThat(taken.resolve("file")).exists();
  }
}
