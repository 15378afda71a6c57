package io.entrosum.spark;

import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How blocks hold their rows. */
public enum Storage {
  /** Every value. */
  DENSE,
  /** The values that are not zero, for models that can make use of that. */
  SPARSE,
  /**
   * Sparse if there is one feature column, of vectors, whose first values are sparse vectors with
   * at most a tenth of their elements not zero; else dense.
   */
  AUTO;

  private static final int ROWS = 100;
  private static final double MOST = 0.1;

  /** Dense or sparse; where that hangs on the data, its first rows are read. */
  public Storage of(Dataset<Row> data, FeatureColumns features) {
    if (this != AUTO) {
      return this;
    }
    if (features.columns().size() != 1
        || features.columns().get(0).kind() != FeatureColumns.Kind.VECTOR) {
      return DENSE;
    }
    Column vectors = Blocks.column(features.columns().get(0).name());
    return of(data.select(vectors).where(vectors.isNotNull()).takeAsList(ROWS));
  }

  /** Whether a vector by itself is better kept sparse. */
  public static boolean pays(SparseVector vector) {
    return vector.numActives() <= MOST * vector.size();
  }

  private static Storage of(List<Row> first) {
    long elements = 0;
    long entries = 0;
    for (Row row : first) {
      if (!(row.get(0) instanceof SparseVector vector)) {
        return DENSE;
      }
      elements += vector.size();
      entries += vector.numNonzeros();
    }
    return !first.isEmpty() && entries <= MOST * elements ? SPARSE : DENSE;
  }
}
