package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrosum.data.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalPassTest {
  /** Writes down which blocks were added and how partitions were merged. */
  private static final class Protocol implements BlockAggregation<StringBuilder> {
    private static final long serialVersionUID = 1L;

    @Override
    public StringBuilder zero() {
      return new StringBuilder("0");
    }

    @Override
    public Accumulator<StringBuilder> accumulator() {
      return (block, into) -> into.append("+").append((int) block.value(0, 0));
    }

    @Override
    public StringBuilder merge(StringBuilder left, StringBuilder right) {
      return new StringBuilder("(").append(left).append(" ").append(right).append(")");
    }
  }

  @Test
  void blocksInOrderThenPartitionsInTheTree() {
    LocalPass pass =
        new LocalPass(
            List.of(List.of(block(1), block(2)), List.of(block(3)), List.of(block(4))), 1);
    assertThat(pass.columns()).isEqualTo(1);
    assertThat(pass.partitions()).isEqualTo(3);
    assertThat(pass.aggregate(new Protocol(), "test")).hasToString("((0+1+2 0+3) 0+4)");
    assertThat(pass.aggregate(new Protocol(), "again")).hasToString("((0+1+2 0+3) 0+4)");
  }

  @Test
  void onePartitionOfBlocks() {
    LocalPass pass = new LocalPass(List.of(block(1), block(2)));
    assertThat(pass.partitions()).isEqualTo(1);
    assertThat(pass.columns()).isEqualTo(1);
    assertThat(pass.aggregate(new Protocol(), "test")).hasToString("0+1+2");
  }

  @Test
  void partitionsMayBeEmpty() {
    LocalPass pass = new LocalPass(List.of(List.of(), List.of(block(3)), List.of()), 1);
    assertThat(pass.aggregate(new Protocol(), "test")).hasToString("((0 0+3) 0)");
    LocalPass none = new LocalPass(List.of(List.of()), 5);
    assertThat(none.columns()).isEqualTo(5);
    assertThat(none.aggregate(new Protocol(), "test")).hasToString("0");
  }

  @Test
  void blocksOfOtherColumnsAreRefused() {
    Block wide = new Block(2, new double[] {1, 2}, null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalPass(List.of(List.of(block(1)), List.of(wide)), 1))
        .withMessage("blocks of 1 and of 2 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LocalPass(List.of(block(1), wide)))
        .withMessage("blocks of 1 and of 2 columns");
  }

  private static Block block(int number) {
    return Block.ofRow(new double[] {number});
  }
}
