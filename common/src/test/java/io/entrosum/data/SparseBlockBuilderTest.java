package io.entrosum.data;

import static io.entrosum.data.BlockBuilder.Weighting.UNWEIGHTED;
import static io.entrosum.data.BlockBuilder.Weighting.WEIGHTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseBlockBuilderTest {
  /** Rows of equal numbers of entries: {@code ceil(bytes / (12 entries + 4))} in [64, 4096]. */
  @ParameterizedTest
  @CsvSource({
    "0, 1048576, 4096", // 262144 would fit
    "20, 1048576, 4096", // 4297.4
    "21, 1048576, 4096", // 4096 exactly
    "22, 1048576, 3913", // 3912.6
    "20, 24400, 100", // 100 exactly
    "20, 24401, 101",
    "1000, 1048576, 88", // 87.4
    "1400, 1048576, 64" // 62.4
  })
  void aBlockIsFullByItsBytes(int entries, long maxBytes, int rows) {
    List<Block> blocks =
        build(new SparseBlockBuilder(2000, maxBytes, UNWEIGHTED), rows + 1, entries);
    assertThat(blocks).extracting(Block::rows).containsExactly(rows, 1);
    assertThat(blocks.get(0).sparseRows().entries()).isEqualTo(rows * entries);
  }

  /**
   * As soon as a full row might not fit any more: 100 - 30 = 70 entries are not too many, 80 are.
   */
  @Test
  void aBlockIsFullWhereOneArrayEnds() {
    List<Block> blocks = build(new SparseBlockBuilder(30, 0, UNWEIGHTED, 100), 17, 10);
    assertThat(blocks).extracting(Block::rows).containsExactly(8, 8, 1);
  }

  @Test
  void blocksHoldTheRowsInOrder() {
    int n = 1000;
    SparseBlockBuilder reused = new SparseBlockBuilder(50, 4000, WEIGHTED);
    for (List<Block> blocks : List.of(build(reused, n, 3), build(reused, n, 3))) {
      assertThat(blocks).hasSize(10); // 40 bytes a row
      int row = 0;
      for (Block block : blocks) {
        assertThat(block.weighted()).isTrue();
        for (int i = 0; i < block.rows(); i++, row++) {
          assertThat(block.value(i, row % 5)).isEqualTo(row + 1);
          assertThat(block.value(i, row % 5 + 2)).isEqualTo(row + 3);
          assertThat(block.weight(i)).isEqualTo(1.0 / (1 + row));
        }
      }
      assertThat(row).isEqualTo(n);
    }
  }

  @Test
  void zerosAreNotStoredButMissingValuesAre() {
    SparseBlockBuilder builder = new SparseBlockBuilder(4, 0, UNWEIGHTED);
    builder.begin();
    builder.add(0, 0.0);
    builder.add(1, Double.NaN);
    builder.add(2, -0.0);
    builder.add(3, Double.MIN_VALUE);
    builder.accept(1);
    SparseRows rows = builder.take().sparseRows();
    assertThat(rows.columns()).containsExactly(1, 3);
    assertThat(rows.values()).containsExactly(Double.NaN, Double.MIN_VALUE);
  }

  @Test
  void aRowThatIsNotAcceptedIsForgotten() {
    SparseBlockBuilder builder = new SparseBlockBuilder(4, 0, WEIGHTED);
    for (int value = 1; value <= 3; value++) {
      builder.begin();
      builder.add(2, value);
      if (value != 2) {
        builder.accept(value / 4.0);
      }
    }
    builder.begin();
    builder.add(0, 9);
    Block block = builder.take();
    assertThat(block.dense().values()).containsExactly(0, 0, 1, 0, 0, 0, 3, 0);
    assertThat(block.weight(1)).isEqualTo(0.75);
    assertThat(builder.take()).isNull();
  }

  @Test
  void columnsAscend() {
    SparseBlockBuilder builder = new SparseBlockBuilder(4, 0, UNWEIGHTED);
    builder.begin();
    builder.add(2, 1);
    for (int column : new int[] {-1, 2, 4}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.add(column, 1))
          .withMessage("sparse row: column " + column + " after 2, of 4 columns");
    }
  }

  /** Row n has the values n + 1, n + 2, ... in the columns from n mod 5 on. */
  private static List<Block> build(SparseBlockBuilder builder, int n, int entries) {
    List<Block> blocks = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      builder.begin();
      for (int k = 0; k < entries; k++) {
        builder.add(row % 5 + k, row + k + 1);
      }
      Block full = builder.accept(1.0 / (1 + row));
      if (full != null) {
        blocks.add(full);
      }
    }
    Block rest = builder.take();
    if (rest != null) {
      blocks.add(rest);
    }
    return blocks;
  }
}
