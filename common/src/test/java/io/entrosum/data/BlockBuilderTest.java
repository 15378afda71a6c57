package io.entrosum.data;

import static io.entrosum.data.BlockBuilder.Weighting.UNWEIGHTED;
import static io.entrosum.data.BlockBuilder.Weighting.WEIGHTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockBuilderTest {
  /**
   * {@code bytes / (8 columns)} within [64, 4096], and never more than one Java array holds, 2^31 -
   * 9 numbers.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1048576, 4096", // 131072 would fit
    "32, 1048576, 4096",
    "33, 1048576, 3971", // 1048576 / 264 = 3971.9
    "784, 1048576, 167",
    "2048, 1048576, 64",
    "2049, 1048576, 64", // 63.97
    "100000, 1048576, 64",
    "1, 0, 64",
    "10, 8000, 100",
    "10, 8079, 100",
    "33554431, 1048576, 64", // 33554431 * 64 = 2^31 - 64
    "33554432, 1048576, 63", // 64 rows would be 2^31 numbers
    "2147483639, 1048576, 1"
  })
  void rowsPerBlock(int columns, long maxBytes, int rows) {
    assertThat(BlockBuilder.rowsPerBlock(columns, maxBytes)).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 127, 128, 129, 1000})
  void blocksAreFullButTheLastAndHoldTheRowsInOrder(int n) {
    List<Block> blocks = build(new BlockBuilder(3, 0, WEIGHTED), n); // 64 rows a block
    assertThat(blocks).hasSize((n + 63) / 64);
    int row = 0;
    for (int b = 0; b < blocks.size(); b++) {
      Block block = blocks.get(b);
      assertThat(block.rows()).isEqualTo(Math.min(64, n - 64 * b));
      assertThat(block.weighted()).isTrue();
      for (int i = 0; i < block.rows(); i++, row++) {
        assertThat(block.row(i)).containsExactly(row, row + 0.25, row + 0.5);
        assertThat(block.weight(i)).isEqualTo(1.0 / (1 + row));
      }
    }
    assertThat(row).isEqualTo(n);
  }

  @Test
  void unweightedBlocksStoreNoWeights() {
    for (Block block : build(new BlockBuilder(3, 0, UNWEIGHTED), 100)) {
      assertThat(block.weighted()).isFalse();
      assertThat(block.weight(0)).isEqualTo(1);
    }
  }

  @Test
  void sameRowsMakeTheSameBlocksAgain() {
    BlockBuilder reused = new BlockBuilder(3, 2400, WEIGHTED); // 100 rows a block
    List<Block> first = build(reused, 250);
    List<Block> again = build(reused, 250);
    List<Block> other = build(new BlockBuilder(3, 2400, WEIGHTED), 250);
    assertThat(first).extracting(Block::rows).containsExactly(100, 100, 50);
    for (int b = 0; b < 3; b++) {
      for (Block block : List.of(again.get(b), other.get(b))) {
        assertThat(block.values()).containsExactly(first.get(b).values());
        for (int i = 0; i < block.rows(); i++) {
          assertThat(block.weight(i)).isEqualTo(first.get(b).weight(i));
        }
      }
    }
  }

  @Test
  void aTakenBlockDoesNotChangeWhenTheBuilderGoesOn() {
    BlockBuilder builder = new BlockBuilder(1, 0, WEIGHTED);
    write(builder, 5, 0.5);
    Block taken = builder.take();
    assertThat(builder.take()).isNull();
    write(builder, 6, 0.25);
    assertThat(taken.rows()).isEqualTo(1);
    assertThat(taken.row(0)).containsExactly(5);
    assertThat(taken.weight(0)).isEqualTo(0.5);
    assertThat(builder.take().row(0)).containsExactly(6);
  }

  @Test
  void aRowThatIsNotAcceptedIsOverwritten() {
    BlockBuilder builder = new BlockBuilder(1, 0, UNWEIGHTED);
    builder.buffer()[builder.offset()] = 1;
    assertThat(builder.take()).isNull();
    write(builder, 2, 1);
    assertThat(builder.take().values()).containsExactly(2);
  }

  private static List<Block> build(BlockBuilder builder, int n) {
    List<Block> blocks = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      int at = builder.offset();
      double[] buffer = builder.buffer();
      buffer[at] = row;
      buffer[at + 1] = row + 0.25;
      buffer[at + 2] = row + 0.5;
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

  private static void write(BlockBuilder builder, double value, double weight) {
    int at = builder.offset();
    builder.buffer()[at] = value;
    assertThat(builder.accept(weight)).isNull();
  }
}
