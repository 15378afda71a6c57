package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers behind the pictures of a report. */
class PicturesTest {
  @Test
  void binsIntegrateToTheShareThatTheyShow() {
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> Math.sin(i)).toArray();
    double[] weights = new double[1000];
    Arrays.fill(weights, 2);
    values[7] = 1e9;
    values[8] = Double.NaN;
    Bins bins = Bins.of(values, weights);
    assertThat(bins.left()).isEqualTo(1);
    double area = 0;
    for (int b = 0; b < bins.heights().length; b++) {
      area += bins.heights()[b] * (bins.edges()[b + 1] - bins.edges()[b]);
    }
    assertThat(area).isCloseTo(998.0 / 999, within(1e-12));
  }

  @Test
  void oneValueIsOneBin() {
    Bins bins = Bins.of(new double[] {5, 5, 5}, new double[] {1, 1, 1});
    assertThat(bins.edges()).containsExactly(4.5, 5.5);
    assertThat(bins.heights()).containsExactly(1);
    assertThat(Bins.of(new double[] {Double.NaN}, new double[] {1}).heights()).containsExactly(0);
  }

  @Test
  void countsHaveABinEach() {
    Bins bins = Bins.ofWhole(new double[] {0, 0, 1, 3}, new double[] {1, 1, 1, 1});
    assertThat(bins.edges()).containsExactly(-0.5, 0.5, 1.5, 2.5, 3.5);
    assertThat(bins.heights()).containsExactly(.5, .25, 0, .25);
  }

  @Test
  void ofManyCategoriesTheMostFrequentAreShown() {
    double[] seen = {1, 5, 0, 7, 2};
    assertThat(ColumnPictures.mostFrequent(seen, 5)).containsExactly(0, 1, 2, 3, 4);
    assertThat(ColumnPictures.mostFrequent(seen, 3)).containsExactly(3, 1, 4);
  }

  @Test
  void planeHasTheDirectionInWhichMeansDiffer() {
    double[] means = {0, 0, 0, 10, 0, 0};
    double[] variances = {1, 1, 1, 1, 1, 1};
    Plane plane = Plane.of(new double[] {.5, .5}, means, variances);
    double apart =
        plane.coordinate(0, new double[] {10, 0, 0}, 0)
            - plane.coordinate(0, new double[] {0, 0, 0}, 0);
    // 10 over the deviation of the whole column: sqrt(1 + 25)
    assertThat(Math.abs(apart)).isCloseTo(10 / Math.sqrt(26), within(1e-6));
    assertThat(plane.isColumns()).isFalse();
    assertThat(Plane.of(new double[] {1}, new double[2], new double[] {1, 1}).isColumns()).isTrue();
  }

  @Test
  void ellipseIsThatManyDeviationsFromTheMean() {
    Plane plane = Plane.of(new double[] {1}, new double[2], new double[] {4, 1});
    double[] covariance = {4, 1.2, 1.2, 1};
    Figures.Outline outline = plane.ellipse(new double[] {3, 5}, covariance, 2);
    double determinant = 4 - 1.2 * 1.2;
    for (int i = 0; i < outline.x().length; i++) {
      double x = outline.x()[i] - 3;
      double y = outline.y()[i] - 5;
      double distance = (x * x - 2 * 1.2 * x * y + 4 * y * y) / determinant;
      assertThat(distance).isCloseTo(4, within(1e-9));
    }
  }

  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void marginalsAreThoseOfTheCovariances(CovarianceType type) {
    double[] rows = IntStream.range(0, 60).mapToDouble(i -> Math.cos(i * i)).toArray();
    double[] variances = {.3, 2, 1};
    GaussianComponents components =
        GaussianComponents.at(
            type, 2, 3, Arrays.copyOf(rows, 6), variances, CovarianceFloor.none(3));
    Marginals marginals = Marginals.of(components).orElseThrow();
    for (int c = 0; c < 2; c++) {
      for (int j = 0; j < 3; j++) {
        assertThat(marginals.variances()[c * 3 + j]).isEqualTo(components.covariance(c)[j * 3 + j]);
        assertThat(marginals.means()[c * 3 + j]).isEqualTo(rows[c * 3 + j]);
      }
    }
  }

  @Test
  void pixelsAreKnownByTheirNames() {
    List<String> pixels = IntStream.range(0, 64).mapToObj(j -> "_c" + j).toList();
    assertThat(PixelShape.of(pixels)).contains(new PixelShape(8));
    assertThat(PixelShape.of(IntStream.range(0, 25).mapToObj(j -> "f[" + j + "]").toList()))
        .contains(new PixelShape(5));
    assertThat(PixelShape.of(IntStream.range(0, 65 * 65).mapToObj(j -> "p" + j).toList()))
        .isEmpty();
    assertThat(PixelShape.of(pixels.subList(0, 16))).isEmpty();
    assertThat(PixelShape.of(pixels.subList(0, 36).stream().map(name -> "x" + name).toList()))
        .isPresent();
    assertThat(PixelShape.of(IntStream.range(0, 25).mapToObj(j -> "a" + 2 * j).toList())).isEmpty();
    assertThat(PixelShape.of(IntStream.range(0, 25).mapToObj(j -> "name").toList())).isEmpty();
  }

  /** Means this far apart have no finite matrix of distances: the eigenvectors are refused. */
  @Test
  void aModelWithoutPicturesIsCompleteAllTheSame() {
    List<String> warnings = new ArrayList<>();
    double[] ones = {1, 1, 1, 1, 1, 1};
    List<Section> sections =
        ReportFile.pictures(
            () -> {
              Plane.of(
                  new double[] {.5, .5}, new double[] {1e300, 0, 0, -1e300, 0, Double.NaN}, ones);
              return List.of();
            },
            warnings::add);
    assertThat(sections).singleElement().extracting(Section::title).isEqualTo("Not drawn");
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("report.html: not all pictures could be drawn: ")
        .endsWith(" (the model itself is complete)");
  }
}
