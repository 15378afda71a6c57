package io.entrosum.spark.ml;

import io.entrosum.data.Block;
import io.entrosum.init.UnusableDataException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;

/** How a model gets its numbers from a row of features columns. */
interface RowInput extends Serializable {
  /** The names of the columns, in the order of the row's values. */
  List<String> columns();

  /**
   * The numbers of a row.
   *
   * @throws UnusableDataException if they are not what the model needs
   */
  double[] of(Row row);

  /**
   * The numbers of a row as a block of one row, which may be sparse.
   *
   * @throws UnusableDataException if they are not what the model needs
   */
  default Block block(Row row) {
    return Block.ofRow(of(row));
  }

  /** Whether nothing in a row is to be skipped. */
  boolean valid(Row row);
}
