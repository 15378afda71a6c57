package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureColumnsTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "x double, s string, b boolean, i int, l bigint, d decimal(9,0), p decimal(9,2),"
              + " t date, v array<double>, w double");

  private static String find(List<String> features, List<String> exclude, Set<String> categorical) {
    return FeatureColumns.of(SCHEMA, features, exclude, "w", "input.", categorical)
        .columns()
        .stream()
        .map(column -> column.name() + " " + column.kind())
        .collect(Collectors.joining(", "));
  }

  @Test
  void withoutDeclarationsOnlyNumbersAreFeatures() {
    assertThat(find(List.of("*"), List.of(), Set.of()))
        .isEqualTo("x NUMBER, i NUMBER, l NUMBER, d NUMBER, p NUMBER, v ARRAY");
  }

  @Test
  void declaredColumnsAreCategoriesInTheirPlaces() {
    assertThat(find(List.of("*"), List.of(), Set.of("s", "b", "i", "d")))
        .isEqualTo(
            "x NUMBER, s CATEGORY, b CATEGORY, i CATEGORY, l NUMBER, d CATEGORY, p NUMBER, v"
                + " ARRAY");
    assertThat(find(List.of("l", "s"), List.of(), Set.of("l", "s", "b")))
        .isEqualTo("l CATEGORY, s CATEGORY");
    assertThat(find(List.of("*"), List.of("s", "v"), Set.of("s", "b")))
        .isEqualTo("x NUMBER, b CATEGORY, i NUMBER, l NUMBER, d NUMBER, p NUMBER");
  }

  @Test
  void aCategoryIsOneColumn() {
    FeatureColumns columns =
        FeatureColumns.of(SCHEMA, List.of("s", "v"), List.of(), "", "", Set.of("s"));
    assertThat(columns.expand(new int[] {1, 2})).containsExactly("s", "v[0]", "v[1]");
  }

  @ParameterizedTest
  @CsvSource({"x, double", "p, 'decimal(9,2)'", "t, date", "v, array<double>"})
  void whatCannotBeACategory(String name, String type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> find(List.of("*"), List.of(), Set.of(name)))
        .withMessage(
            "input.features: column "
                + name
                + " is of type "
                + type
                + "; categories are strings, booleans or whole numbers");
  }

  @ParameterizedTest
  @CsvSource({"s, string", "b, boolean"})
  void theWayOutIsNamed(String name, String type) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> find(List.of("x", name), List.of(), Set.of()))
        .withMessage(
            "input.features: column "
                + name
                + " is of type "
                + type
                + "; features are numbers, vectors or arrays of numbers (model.columns { "
                + name
                + " = categorical } makes it one)");
  }

  @Test
  void aDateIsNoFeatureAtAll() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> find(List.of("t"), List.of(), Set.of()))
        .withMessage(
            "input.features: column t is of type date; features are numbers, vectors or arrays of"
                + " numbers");
  }
}
