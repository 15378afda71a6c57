package io.entrosum.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.InvalidPolicy;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class FeatureVectorTest {
  private static final int D = 40;

  private static Block block(Vector vector, InvalidPolicy policy) {
    return new FeatureVector(List.of("x"), D, policy, "skip or keep")
        .block(RowFactory.create(vector));
  }

  private static Vector sparse(int... columns) {
    double[] values = new double[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] = i; // the first is an explicit zero
    }
    return Vectors.sparse(D, columns, values);
  }

  @Test
  void vectorsOfMostlyZerosStaySparse() {
    Vector vector = sparse(2, 5, 30, 39);
    for (Block block : List.of(block(vector, InvalidPolicy.FAIL), FeatureVector.block(vector, D))) {
      assertThat(block.isSparse()).isTrue();
      assertThat(block.sparseRows().entries()).isEqualTo(3);
      assertThat(block.row(0)).isEqualTo(vector.toArray());
    }
  }

  /** A tenth of the elements is the limit of blocks too. */
  @Test
  void otherVectorsAreDense() {
    Vector vector = sparse(2, 5, 30, 38, 39);
    assertThat(block(vector, InvalidPolicy.FAIL).isSparse()).isFalse();
    assertThat(FeatureVector.block(vector, D).values()).isEqualTo(vector.toArray());
    assertThat(block(vector.toDense(), InvalidPolicy.FAIL).values()).isEqualTo(vector.toArray());
  }

  @Test
  void sparseValuesAreCheckedAsOthers() {
    Vector hole = Vectors.sparse(D, new int[] {7}, new double[] {Double.NaN});
    assertThat(block(hole, InvalidPolicy.MISSING).hasMissing(0, 1)).isTrue();
    assertThatThrownBy(() -> block(hole, InvalidPolicy.FAIL))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("feature 7 of column x is NaN (set handleInvalid to skip or keep)");
    assertThatThrownBy(() -> FeatureVector.block(hole, D)).hasMessage("features: element 7 is NaN");
    Vector infinite = Vectors.sparse(D, new int[] {3}, new double[] {Double.POSITIVE_INFINITY});
    assertThatThrownBy(() -> block(infinite, InvalidPolicy.MISSING))
        .hasMessage("feature 3 of column x is Infinity (set handleInvalid to skip)");
    Vector wide = Vectors.sparse(D + 1, new int[] {3}, new double[] {1});
    assertThatThrownBy(() -> block(wide, InvalidPolicy.FAIL))
        .hasMessage("x: 41 elements in a row, the model has 40");
  }

  /** Null is so many missing values, if it is known how many. */
  @Test
  void nullIsMissingWhereItsLengthIsKnown() {
    FeatureVector keeps = new FeatureVector(List.of("x"), 2, InvalidPolicy.MISSING, "skip or keep");
    assertThat(keeps.of(RowFactory.create((Object) null))).containsOnly(Double.NaN).hasSize(2);
    FeatureVector several =
        new FeatureVector(List.of("x", "y"), 3, InvalidPolicy.MISSING, "skip or keep");
    assertThatThrownBy(() -> several.of(RowFactory.create(null, Vectors.dense(1, 2))))
        .hasMessage("column x is null (set handleInvalid to skip or keep)");
  }
}
