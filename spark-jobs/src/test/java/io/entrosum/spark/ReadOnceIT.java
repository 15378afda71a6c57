package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.init.UnusableDataException;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.SecondMomentsAggregation;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** A sum made while reading is that over blocks that were read before, with the same checks. */
class ReadOnceIT {
  private final SparkSession spark = SharedSpark.session();

  private Dataset<Row> data(String b) {
    return spark
        .range(0, 3000, 1, 5)
        .selectExpr("cast(id % 17 as double) a", b + " b", "cast(id % 3 as double) w");
  }

  private static FeatureColumns features(Dataset<Row> data) {
    return FeatureColumns.of(data.schema(), List.of("a", "b"), List.of(), "w", "");
  }

  private static ReadOnce<SecondMomentsAggregation.Sum> read(
      Dataset<Row> data, InvalidPolicy policy) {
    return ReadOnce.of(
        data,
        features(data),
        Blocks.Options.defaults().withInvalid(policy),
        new SecondMomentsAggregation(2),
        "test");
  }

  @Test
  void theSumIsThatOverBlocks() {
    Dataset<Row> data = data("cast(id as double) / 7");
    ReadOnce<SecondMomentsAggregation.Sum> once = read(data, InvalidPolicy.FAIL);
    try (Blocks blocks = Blocks.read(data, features(data), Blocks.Options.defaults())) {
      SecondMoments expected = SecondMomentsAggregation.of(blocks.pass());
      SecondMoments found = once.sum().moments();
      assertThat(found.rows()).isEqualTo(3000);
      assertThat(found.weight()).isEqualTo(expected.weight());
      assertThat(found.mean()).containsExactly(expected.mean(), within(1e-12 * 500));
      assertThat(found.variances()).containsExactly(expected.variances(), within(1e-12 * 2e4));
      assertThat(once.columns()).isEqualTo(blocks.columns());
      assertThat(once.partitions()).isEqualTo(blocks.partitions());
    }
    assertThat(read(data, InvalidPolicy.FAIL).sum().moments().scatter())
        .containsExactly(once.sum().moments().scatter());
  }

  @Test
  void invalidRowsAreSkippedAndCountedOrRefused() {
    Dataset<Row> holes = data("if(id % 100 = 7, double('NaN'), cast(id as double))");
    ReadOnce<SecondMomentsAggregation.Sum> skipped = read(holes, InvalidPolicy.SKIP);
    assertThat(skipped.skippedRows()).isEqualTo(30);
    assertThat(skipped.rows()).isEqualTo(2970);
    assertThatThrownBy(() -> read(holes, InvalidPolicy.FAIL))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("row 8 of partition 0: column b is NaN (set input.invalid to skip or missing)");
    assertThatThrownBy(() -> read(holes.where("a < 0"), InvalidPolicy.FAIL))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("the input has no rows");
  }

  @Test
  void itSuitsDataWithAPartitionForEachCore() {
    Blocks.Options options = Blocks.Options.defaults();
    assertThat(ReadOnce.suits(data("1d"), options)).isTrue();
    assertThat(ReadOnce.suits(data("1d").coalesce(1), options)).isFalse();
  }
}
