package io.entrosum.spark.job;

import io.entrosum.data.Block;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** What a model says about rows: the columns that {@code score} adds. */
interface RowScores extends Serializable {
  /** The columns. */
  List<StructField> columns();

  /** A scorer with its own scratch memory, for one thread. */
  Scorer open();

  /** Scores blocks; not thread-safe. */
  interface Scorer {
    /**
     * Scores the rows of a block.
     *
     * @param filled Modified, where it is not null: the rows with their missing values filled in
     */
    void score(Block block, double @Nullable [] filled);

    /** How many rows since the last call were not scored to the last digit; then 0. */
    default long takeUnfinished() {
      return 0;
    }

    /** Puts what was said of a row of the last block into a row of the output. */
    void put(int row, Object[] values, int at);
  }
}
