package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Categories;
import io.entrosum.init.UnusableDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CategoryFinderIT {
  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  private static Map<String, Categories> find(Dataset<Row> data, String... categorical) {
    return CategoryFinder.find(data, features(data, categorical));
  }

  private static FeatureColumns features(Dataset<Row> data, String... categorical) {
    return FeatureColumns.of(
        data.schema(),
        List.of("*"),
        List.of(),
        "",
        "input.",
        Set.copyOf(Arrays.asList(categorical)));
  }

  private static final String CSV =
      """
      origin,late,stops,delay
      LHR,true,10,1.5
      CDG,false,2,0.5
      ,true,-1,2
      ,,2,
      LHR,,,1
      """;

  @Test
  void stringsBooleansAndWholeNumbersOfATextFile() throws Exception {
    Path file = Files.writeString(folder.resolve("flights.csv"), CSV);
    Dataset<Row> data =
        spark.read().option("header", true).option("inferSchema", true).csv(file.toString());
    Map<String, Categories> found = find(data, "stops", "late", "origin");
    assertThat(found.keySet()).containsExactly("origin", "late", "stops");
    assertThat(found.get("origin")).isEqualTo(new Categories(List.of("CDG", "LHR")));
    assertThat(found.get("late")).isEqualTo(new Categories(List.of("false", "true")));
    assertThat(found.get("stops")).isEqualTo(new Categories(List.of("-1", "2", "10")));
  }

  /** The smiley is beyond U+FFFF: after U+FF5E by code points, before it in UTF-16. */
  @Test
  void theOrderIsThatOfNumbersOrOfCodePoints() {
    Dataset<Row> data =
        spark.sql(
            "select * from values ('\uD83D\uDE00', 9L, 10BD), ('\uFF5E', 10L, 9BD),"
                + " ('Z', -3L, null), ('a', 9223372036854775807L, 123456789012345678901BD),"
                + " ('Z', null, 9BD), ('', 9L, null) as t(a, b, c)");
    Map<String, Categories> found = find(data.repartition(5), "a", "b", "c");
    assertThat(found.get("a").names()).containsExactly("", "Z", "a", "\uFF5E", "\uD83D\uDE00");
    assertThat(found.get("b").names()).containsExactly("-3", "9", "10", "9223372036854775807");
    assertThat(found.get("c").names()).containsExactly("9", "10", "123456789012345678901");
  }

  @Test
  void aNameMayHaveDots() {
    assertThat(find(spark.sql("select 'x' as `a.b`"), "a.b"))
        .containsExactly(Map.entry("a.b", new Categories(List.of("x"))));
  }

  @Test
  void noColumnNoJob() {
    Dataset<Row> data = spark.sql("select 1D as x, raise_error('read') as y");
    assertThat(CategoryFinder.find(data, features(data))).isEmpty();
  }

  @Test
  void tooManyAndNoneAreErrors() {
    Dataset<Row> data = spark.range(0, 1000, 1, 7).selectExpr("id % 20 as a", "id % 10 as b");
    FeatureColumns features = features(data, "a", "b");
    assertThat(CategoryFinder.find(data, features, 20).get("a").count()).isEqualTo(20);
    assertThatThrownBy(() -> CategoryFinder.find(data, features, 19))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("column a has more than 19 different values; too many to be categories");
    Dataset<Row> empty = spark.sql("select cast(null as string) as s from range(3)");
    for (Dataset<Row> none : List.of(empty, empty.limit(0))) {
      assertThatThrownBy(() -> find(none, "s"))
          .isInstanceOf(UnusableDataException.class)
          .hasMessage("column s has no value in any row");
    }
  }
}
