package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.image.GreyImage;
import io.entrosum.image.ImageDecoder;
import io.entrosum.image.OneOverFFilter;
import io.entrosum.linalg.SymmetricEigen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether whitened patches are white. */
class PatchWhiteningIT {
  private static final String NL = System.lineSeparator();

  @TempDir static Path folder;
  private static PatchFiles files;
  private static Path made;

  @BeforeAll
  static void images() {
    files = new PatchFiles(folder);
    made = files.noise();
  }

  /** Along directions whose variance was well above epsilon the covariance is the identity. */
  @Test
  void zcaPatchesAreWhite() {
    String[] args = {"--size", "8", "--count", "20000", "--whiten", "none"};
    double[] before = covariance(files.rows(PatchFiles.PHOTOGRAPHS, args), 64);
    args[5] = "zca";
    double[] after = covariance(files.rows(PatchFiles.PHOTOGRAPHS, args), 64);
    SymmetricEigen eigen = SymmetricEigen.of(64, before);
    double epsilon = .01 * Arrays.stream(eigen.values()).sum() / 64;
    double[] expected =
        Arrays.stream(eigen.values()).map(v -> Math.max(0, v) / (v + epsilon)).toArray();
    assertThat(after).containsExactly(eigen.compose(expected), within(1e-9));
    assertThat(expected[0]).isCloseTo(0, within(1e-9)); // the mean of a patch, which it lost
    assertThat(Arrays.stream(expected).filter(v -> v > .9).count()).isGreaterThan(10);
  }

  private static double[] covariance(List<Row> rows, int d) {
    double[] mean = new double[d];
    double[] covariance = new double[d * d];
    for (Row row : rows) {
      double[] x = PatchFiles.features(row);
      for (int j = 0; j < d; j++) {
        mean[j] += x[j] / rows.size();
      }
    }
    for (Row row : rows) {
      double[] x = PatchFiles.features(row);
      for (int i = 0; i < d * d; i++) {
        int j = i / d;
        covariance[i] += (x[j] - mean[j]) * (x[i % d] - mean[i % d]) / rows.size();
      }
    }
    return covariance;
  }

  /** The one-over-f filter of each image, and one factor for all of them. */
  @Test
  void filteredImagesHaveTheVarianceOfTheRecipe() throws Exception {
    OneOverFFilter filter = new OneOverFFilter(.3);
    double squares = 0;
    long pixels = 0;
    for (String name : new String[] {"a.png", "b/noise.png"}) {
      GreyImage image = ImageDecoder.decode(Files.readAllBytes(made.resolve(name)));
      GreyImage filtered = filter.apply(image);
      squares += filtered.variance() * image.pixels().length;
      pixels += image.pixels().length;
    }
    double scale = Math.sqrt(.1 * pixels / squares);
    String[] args = {"--size", "5", "--count", "300", "--cutoff", "0.3", "--keep-mean"};
    for (Row row : files.rows(made, args)) {
      GreyImage image = ImageDecoder.decode(Files.readAllBytes(made.resolve(row.getString(1))));
      GreyImage filtered = filter.apply(image);
      assertThat(PatchFiles.features(row)[7])
          .isCloseTo(scale * filtered.at(row.getInt(2) + 1, row.getInt(3) + 2), within(1e-12));
    }
  }

  @Test
  void photographsBecomeWhite() {
    Path output = folder.resolve("photographs");
    CommandRun run = PatchFiles.run(PatchFiles.PHOTOGRAPHS, output, "--count", "5000");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "6 images read, ",
            " positions of patches of 16 x 16 pixels" + NL,
            "whitening: one-over-f, cutoff 0.4 cycles a pixel, variance of filtered images 0.1"
                + NL,
            "means of patches: removed" + NL,
            "variance a pixel: 0.");
    Spectrum after = Spectrum.of(PatchFiles.read(output));
    Spectrum before =
        Spectrum.of(files.rows(PatchFiles.PHOTOGRAPHS, "--count", "5000", "--whiten", "none"));
    assertThat(after.variance).isCloseTo(.1, within(.02));
    assertThat(after.neighbours).isBetween(.4, .75).isLessThan(before.neighbours - .1);
    assertThat(after.largest).isLessThan(before.largest / 3);
  }

  /**
   * How white patches are.
   *
   * @param variance of a pixel
   * @param neighbours the correlation of pixels side by side; .51 where the filter's low-pass is
   *     all that is left
   * @param largest the largest variance of a direction, in units of the mean
   */
  private record Spectrum(double variance, double neighbours, double largest) {
    static Spectrum of(List<Row> rows) {
      double[] covariance = covariance(rows, 256);
      double variance = 0;
      double neighbours = 0;
      for (int j = 0; j < 256; j++) {
        variance += covariance[j * 257] / 256;
        neighbours += j % 16 < 15 ? covariance[j * 257 + 1] / 240 : 0;
      }
      double largest = SymmetricEigen.of(256, covariance).values()[255];
      return new Spectrum(variance, neighbours / variance, largest / variance);
    }
  }
}
