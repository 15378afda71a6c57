package io.entrosum.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.entrosum.data.BlockBuilder.Weighting;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A sparse block says the same as a dense one of the same rows. */
class SparseBlockTest {
  private static final int N = 40;
  private static final int D = 7;
  private final double[] values = new double[N * D];
  private final Block dense;
  private final Block sparse;

  /** Three of ten values are not zero, one of thirty is missing; row 5 is empty. */
  SparseBlockTest() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < N * D; i++) {
      double u = random.nextDouble();
      values[i] = u < 0.3 && i / D != 5 ? (u < 1.0 / 30 ? Double.NaN : random.nextDouble()) : 0;
    }
    double[] weights = random.doubles(N).toArray();
    dense = new Block(D, values, weights);
    sparse = sparse(dense);
  }

  private static Block sparse(Block dense) {
    SparseBlockBuilder builder =
        new SparseBlockBuilder(dense.columns(), 1 << 20, Weighting.WEIGHTED);
    for (int i = 0; i < dense.rows(); i++) {
      builder.begin();
      for (int j = 0; j < dense.columns(); j++) {
        builder.add(j, dense.value(i, j));
      }
      builder.accept(dense.weight(i));
    }
    return builder.take();
  }

  @Test
  void rowsValuesAndWeights() {
    assertThat(sparse.isSparse()).isTrue();
    assertThat(dense.isSparse()).isFalse();
    assertThat(sparse.rows()).isEqualTo(N);
    assertThat(sparse.columns()).isEqualTo(D);
    assertThat(sparse.weighted()).isTrue();
    for (int i = 0; i < N; i++) {
      assertThat(sparse.weight(i)).isEqualTo(dense.weight(i));
      assertThat(sparse.row(i)).containsExactly(dense.row(i));
      for (int j = 0; j < D; j++) {
        assertThat(sparse.value(i, j)).isEqualTo(Double.valueOf(dense.value(i, j)));
      }
      for (int n = 0; n <= N - i; n++) {
        assertThat(sparse.hasMissing(i, n)).isEqualTo(dense.hasMissing(i, n));
      }
    }
    long entries = Arrays.stream(values).filter(x -> x != 0).count();
    assertThat(sparse.bytes()).isEqualTo(12 * entries + 4 * (N + 1) + 8 * N);
  }

  @Test
  void aDenseCopy() {
    assertThat(dense.dense()).isSameAs(dense);
    assertThat(sparse.dense().values()).containsExactly(values);
    assertThat(sparse.dense().weight(3)).isEqualTo(dense.weight(3));
    SparseRows empty = new SparseRows(new int[3], new int[0], new double[0]);
    Block wide = Block.sparse(1 << 30, empty, null);
    assertThatIllegalStateException()
        .isThrownBy(wide::dense)
        .withMessage("block: 2 rows of 1073741824 columns do not fit into one dense array");
  }

  @Test
  void someColumnsInAnyOrder() {
    for (int[] chosen : new int[][] {{0, 1, 2, 3, 4, 5, 6}, {6, 0, 3}, {2}, {4, 1, 4, 4, 0}}) {
      Block some = sparse.columns(chosen, 3, 20);
      assertThat(some.isSparse()).isTrue();
      assertThat(some.columns()).isEqualTo(chosen.length);
      assertThat(some.weighted()).isFalse();
      assertThat(some.dense().values()).containsExactly(dense.columns(chosen, 3, 20).values());
    }
  }

  @Test
  void someRowsInAnyOrder() {
    int[] chosen = {7, 5, 0, 7, N - 1};
    for (Block block : new Block[] {dense, sparse}) {
      Block some = block.rows(chosen);
      assertThat(some.isSparse()).isEqualTo(block.isSparse());
      assertThat(some.rows()).isEqualTo(chosen.length);
      for (int i = 0; i < chosen.length; i++) {
        assertThat(some.row(i)).containsExactly(dense.row(chosen[i]));
        assertThat(some.weight(i)).isEqualTo(dense.weight(chosen[i]));
      }
    }
    assertThat(Block.ofRow(new double[] {1, 2}).rows(new int[] {0}).weighted()).isFalse();
  }

  /** Rows of 0 and 1 in three columns: eight, each with a hash of its own. */
  @Test
  void hashesAreThoseOfTheEntries() {
    double[] rows = new double[16 * 3];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (i / 3) >> (i % 3) & 1;
    }
    Block block = sparse(new Block(3, rows, null));
    Set<Long> hashes = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      assertThat(block.hash(i + 8)).isEqualTo(block.hash(i));
      hashes.add(block.hash(i));
    }
    assertThat(hashes).hasSize(8);
    assertThat(dense.hash(4)).isEqualTo(RowHash.of(values, 4 * D, D));
  }

  @Test
  void oneKindIsNotTheOther() {
    assertThatIllegalStateException()
        .isThrownBy(sparse::values)
        .withMessage("block: is sparse, dense values were asked for");
    assertThatIllegalStateException()
        .isThrownBy(dense::sparseRows)
        .withMessage("block: is dense, sparse rows were asked for");
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    SparseRows rows = new SparseRows(new int[] {0, 1}, new int[] {3}, new double[] {1});
    assertThat(Block.sparse(4, rows, null).weight(0)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Block.sparse(3, rows, null))
        .withMessage("block: sparse rows of 4 columns are not of 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Block.sparse(4, rows, new double[2]))
        .withMessage("block: 2 weights for 1 rows");
  }
}
