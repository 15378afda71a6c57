package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entrosum.spark.FeatureColumns.Column;
import io.entrosum.spark.FeatureColumns.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnLabelsTest {
  private static final ColumnLabels LABELS =
      new ColumnLabels(
          new FeatureColumns(
              List.of(
                  new Column("x", Kind.NUMBER),
                  new Column("v", Kind.VECTOR),
                  new Column("s", Kind.CATEGORY),
                  new Column("a", Kind.ARRAY)),
              ""),
          new int[] {1, 3, 1, 1});

  @Test
  void namesOfElementsAndOfSingleColumns() {
    assertThat(LABELS).containsExactly("x", "v[0]", "v[1]", "v[2]", "s", "a[0]");
    for (int j : new int[] {-1, 6}) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> LABELS.get(j));
    }
  }
}
