package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnReadingTest {
  private static final Categories NAMES = new Categories(List.of("a", "b"));
  private static final ColumnDomain POSITIVE = x -> x > 0 ? null : "must be > 0";
  private static final FeatureColumns FEATURES =
      new FeatureColumns(
          List.of(
              new FeatureColumns.Column("v", FeatureColumns.Kind.ARRAY),
              new FeatureColumns.Column("s", FeatureColumns.Kind.CATEGORY)),
          "");

  @Test
  void columnsByName() {
    List<String> labels = List.of("v[0]", "v[1]", "s");
    ColumnReading reading = ColumnReading.of(labels, Map.of("s", NAMES), Map.of("v[1]", POSITIVE));
    assertThat(reading.categories()).containsExactly(null, null, NAMES);
    assertThat(reading.domains()).containsExactly(null, POSITIVE, null);
    assertThat(reading.categorical(labels)).containsExactly("s");
    assertThat(ColumnReading.none(2).categories()).containsExactly(null, null);
    assertThat(ColumnReading.none(2).count()).isEqualTo(2);
    reading.check(FEATURES, new int[] {2, 1});
  }

  @Test
  void aReadingThatDoesNotFitIsRefused() {
    int[] widths = {2, 1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ColumnReading.none(3).check(FEATURES, widths))
        .withMessage("column s is categorical but has no categories");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ColumnReading.none(2).check(FEATURES, widths))
        .withMessage("reading: is of 2 columns, the features are 3");
    ColumnReading first =
        ColumnReading.of(List.of("s", "v", "t"), Map.of("s", NAMES, "t", NAMES), Map.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.check(FEATURES, widths))
        .withMessage("column v is not categorical");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColumnReading(List.of(NAMES), List.of()))
        .withMessage("reading: categories of 1 columns, domains of 0");
  }
}
