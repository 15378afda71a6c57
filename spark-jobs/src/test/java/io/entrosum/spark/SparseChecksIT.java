package io.entrosum.spark;

import static io.entrosum.spark.SparseBlocksIT.read;
import static io.entrosum.spark.SparseBlocksIT.row;
import static io.entrosum.spark.SparseBlocksIT.vectors;
import static org.apache.spark.ml.linalg.Vectors.sparse;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.init.UnusableDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused is refused in the same words, whether blocks are dense or sparse. */
class SparseChecksIT {
  private static final double NONE = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final String OR_MISSING = " (set input.invalid to skip or missing)";

  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"DENSE", "SPARSE"})
  void invalidValues(Storage storage) {
    Vector good = sparse(4, new int[] {1, 3}, row(1, 2));
    Dataset<Row> data = vectors("v", good, sparse(4, new int[] {0, 2}, row(1, NONE)));
    refused(
        data, InvalidPolicy.FAIL, storage, "row 2 of partition 0: column v[2] is NaN" + OR_MISSING);
    data = vectors("v", good, good, null);
    refused(
        data, InvalidPolicy.FAIL, storage, "row 3 of partition 0: column v is null" + OR_MISSING);
    data = vectors("v", sparse(4, new int[] {2, 3}, row(-INFINITE, NONE)));
    for (InvalidPolicy policy : List.of(InvalidPolicy.FAIL, InvalidPolicy.MISSING)) {
      String problem = "row 1 of partition 0: column v[2] is minus infinite";
      refused(data, policy, storage, problem + " (set input.invalid to skip)");
    }
    data = vectors("v", good, sparse(5, new int[] {0, 2}, row(1, NONE)));
    for (InvalidPolicy policy : InvalidPolicy.values()) {
      String problem = "row 2 of partition 0: column v has 5 elements, in the first row it has 4;";
      refused(data, policy, storage, problem + " all rows need the same number");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"DENSE", "SPARSE"})
  void weights(Storage storage) throws IOException {
    Path file = Files.writeString(folder.resolve("w.svm"), "1 1:2\n-0.5 2:3 3:NaN\n");
    Dataset<Row> data =
        spark.read().format("libsvm").option("numFeatures", 3).load(file.toString());
    for (InvalidPolicy policy : InvalidPolicy.values()) {
      String problem = "row 2 of w.svm: weight column label is -0.5; weights must be >= 0";
      refused(data, policy, storage, problem);
    }
  }

  /** Columns 1 and 3 must be positive: a zero without an entry is a zero; the first is named. */
  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"DENSE", "SPARSE"})
  void zerosOutsideTheDomain(Storage storage) {
    Vector good = sparse(5, new int[] {1, 3}, row(1, 2));
    Map<Vector, String> wrong =
        Map.of(
            sparse(5, new int[] {0, 3}, row(1, 2)), "column p[1] is 0; must be > 0",
            sparse(5, new int[] {1}, row(3)), "column p[3] is 0; must be > 0",
            sparse(5, new int[] {}, row()), "column p[1] is 0; must be > 0",
            sparse(5, new int[] {3}, row(-2)), "column p[1] is 0; must be > 0",
            sparse(5, new int[] {1, 4}, row(-2, 1)), "column p[1] is -2; must be > 0",
            sparse(5, new int[] {1, 2, 4}, row(1, NONE, INFINITE)), "column p[3] is 0; must be > 0",
            sparse(5, new int[] {1, 3}, row(1, 0)), "column p[3] is 0; must be > 0");
    wrong.forEach(
        (row, problem) -> {
          for (InvalidPolicy policy : InvalidPolicy.values()) {
            String message = "row 2 of partition 0: " + problem;
            refused(vectors("p", good, row), policy, storage, message);
          }
        });
  }

  private static void refused(
      Dataset<Row> data, InvalidPolicy policy, Storage storage, String message) {
    assertThatThrownBy(() -> read(data, policy, storage).close())
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(message);
  }
}
