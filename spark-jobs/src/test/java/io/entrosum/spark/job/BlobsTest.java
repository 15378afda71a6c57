package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlobsTest {
  private static double distance(Blobs blobs, int a, int b) {
    return Math.sqrt(
        IntStream.range(0, blobs.columns())
            .mapToDouble(j -> Math.pow(blobs.centre(a, j) - blobs.centre(b, j), 2))
            .sum());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4", "2,2", "2,3", "2,9", "3,3", "3,5", "100,3", "400,50"})
  void centresAreApart(int columns, int components) {
    Blobs blobs = new Blobs(columns, components, 10, 0, 1, 1);
    double least = Double.POSITIVE_INFINITY;
    for (int a = 0; a < components; a++) {
      for (int b = 0; b < a; b++) {
        least = Math.min(least, distance(blobs, a, b));
      }
    }
    assertThat(components == 1 ? 10 : least).isCloseTo(10, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1e8, 1", "-3, 100"})
  void rowsHaveTheMomentsOfTheirBlob(double offset, double scale) {
    Blobs blobs = new Blobs(3, 2, 10, offset, scale, 7);
    int n = 20_000;
    double[] sum = new double[2];
    double[] squares = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < n; i++) {
      Row row = blobs.open().apply(i);
      int label = row.getInt(3);
      double noise = (row.getDouble(1) - offset) / scale - blobs.centre(label, 1);
      count[label]++;
      sum[label] += noise;
      squares[label] += noise * noise;
    }
    for (int c = 0; c < 2; c++) {
      // five standard errors
      assertThat(count[c] / (double) n).isCloseTo(.5, within(5 * .5 / Math.sqrt(n)));
      assertThat(sum[c] / count[c]).isCloseTo(0, within(5 / Math.sqrt(count[c])));
      assertThat(squares[c] / count[c]).isCloseTo(1, within(5 * Math.sqrt(2.0 / count[c])));
    }
  }
}
