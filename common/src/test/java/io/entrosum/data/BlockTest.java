package io.entrosum.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class BlockTest {
  @Test
  void rowsColumnsAndWeights() {
    double[] values = {1, 2, 3, 4, 5, 6};
    Block block = new Block(3, values, new double[] {0.5, 2});
    assertThat(block.rows()).isEqualTo(2);
    assertThat(block.columns()).isEqualTo(3);
    assertThat(block.values()).isSameAs(values);
    assertThat(block.value(1, 2)).isEqualTo(6);
    assertThat(block.value(0, 1)).isEqualTo(2);
    assertThat(block.row(1)).containsExactly(4, 5, 6);
    assertThat(block.weighted()).isTrue();
    assertThat(block.weight(0)).isEqualTo(0.5);
    assertThat(block.weight(1)).isEqualTo(2);
    assertThat(block.bytes()).isEqualTo(8 * (6 + 2));
    block.row(0)[0] = 7;
    assertThat(block.value(0, 0)).isEqualTo(1);
  }

  @Test
  void withoutWeightsEveryWeightIsOne() {
    Block block = new Block(2, new double[] {1, 2, 3, 4, 5, 6}, null);
    assertThat(block.weighted()).isFalse();
    assertThat(block.rows()).isEqualTo(3);
    assertThat(block.weight(2)).isEqualTo(1);
    assertThat(block.bytes()).isEqualTo(8 * 6);
  }

  @Test
  void aBlockMayHaveNoRows() {
    assertThat(new Block(3, new double[0], new double[0]).rows()).isZero();
  }

  @Test
  void fromRows() {
    double[] row = {1, 2};
    Block one = Block.ofRow(row);
    assertThat(one.rows()).isEqualTo(1);
    assertThat(one.row(0)).containsExactly(1, 2);
    double[][] rows = {{1, 2}, {3, 4}, {5, 6}};
    Block block = Block.ofRows(rows);
    assertThat(block.rows()).isEqualTo(3);
    assertThat(block.columns()).isEqualTo(2);
    assertThat(block.values()).containsExactly(1, 2, 3, 4, 5, 6);
    rows[0][0] = 9;
    assertThat(block.value(0, 0)).isEqualTo(1);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Block(3, new double[7], null))
        .withMessage("block: 7 values are not rows of 3 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Block(0, new double[0], null))
        .withMessage("block: 0 values are not rows of 0 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Block.ofRow(new double[0]))
        .withMessage("block: 0 values are not rows of 0 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Block(3, new double[6], new double[3]))
        .withMessage("block: 3 weights for 2 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Block.ofRows(new double[][] {{1, 2}, {3, 4}, {5}}))
        .withMessage("block: row 2 has 1 columns, row 0 has 2");
  }
}
