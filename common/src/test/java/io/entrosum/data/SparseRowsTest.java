package io.entrosum.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SparseRowsTest {
  private static final double NONE = Double.NaN;

  /** 0 7 0 NaN; nothing; 1 0 0 2. */
  private static final SparseRows ROWS =
      new SparseRows(new int[] {0, 2, 2, 4}, new int[] {1, 3, 0, 3}, new double[] {7, NONE, 1, 2});

  @Test
  void valuesByRowAndColumn() {
    double[][] expected = {{0, 7, 0, NONE}, {0, 0, 0, 0}, {1, 0, 0, 2}};
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(ROWS.value(i, j)).isEqualTo(Double.valueOf(expected[i][j]));
      }
    }
    assertThat(ROWS.rows()).isEqualTo(3);
    assertThat(ROWS.entries()).isEqualTo(4);
    assertThat(ROWS.width()).isEqualTo(4);
    assertThat(ROWS.bytes()).isEqualTo(4 * 12 + 4 * 4);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> ROWS.value(3, 0));
  }

  @Test
  void rowsInAnyOrder() {
    SparseRows rows = ROWS.rows(new int[] {2, 0, 2, 1});
    assertThat(rows.starts()).containsExactly(0, 2, 4, 6, 6);
    assertThat(rows.columns()).containsExactly(0, 3, 1, 3, 0, 3);
    assertThat(rows.values()).containsExactly(1, 2, 7, NONE, 1, 2);
    assertThat(ROWS.rows(new int[0]).rows()).isZero();
  }

  @Test
  void noRowsAndNoEntries() {
    SparseRows none = new SparseRows(new int[] {0}, new int[0], new double[0]);
    assertThat(none.rows()).isZero();
    assertThat(none.width()).isZero();
    assertThat(new SparseRows(new int[3], new int[0], new double[0]).rows()).isEqualTo(2);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Wrong(int[] starts, int[] columns, double[] values, String message) {}

  static Wrong[] wrong() {
    double[] ones = {1, 1, 1};
    String ends = "sparse rows: the starts must go from 0 to the 3 entries";
    return new Wrong[] {
      new Wrong(new int[] {0, 3}, new int[2], ones, "sparse rows: 2 columns for 3 values"),
      new Wrong(new int[] {}, new int[3], ones, ends),
      new Wrong(new int[] {1, 3}, new int[3], ones, ends),
      new Wrong(new int[] {0, 2}, new int[3], ones, ends),
      new Wrong(new int[] {0, 4}, new int[3], ones, ends),
      new Wrong(
          new int[] {0, 2, 1, 3}, new int[] {0, 1, 2}, ones, "sparse rows: row 1 goes from 2 to 1"),
      new Wrong(
          new int[] {0, 4, 3}, new int[] {0, 1, 2}, ones, "sparse rows: row 0 goes from 0 to 4"),
      new Wrong(
          new int[] {0, 1, 3},
          new int[] {5, 2, 2},
          ones,
          "sparse rows: row 1 has column 2 after 2"),
      new Wrong(
          new int[] {0, 3}, new int[] {1, 0, 2}, ones, "sparse rows: row 0 has column 0 after 1"),
      new Wrong(
          new int[] {0, 3},
          new int[] {-2, 0, 2},
          ones,
          "sparse rows: row 0 has column -2 after -1"),
      new Wrong(
          new int[] {0, 3},
          new int[] {0, 1, 2},
          new double[] {1, -0.0, 3},
          "sparse rows: row 0 has an entry of zero in column 1")
    };
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatAreNoRowsIsRefused(Wrong wrong) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseRows(wrong.starts, wrong.columns, wrong.values))
        .withMessage(wrong.message);
  }
}
