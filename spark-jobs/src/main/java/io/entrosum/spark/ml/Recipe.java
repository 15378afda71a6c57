package io.entrosum.spark.ml;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/**
 * How rows are scored.
 *
 * @param <L> what scores them
 */
interface Recipe<L> extends Serializable {
  /**
   * A scorer with its own scratch memory, for one thread.
   *
   * @param input how the model gets its numbers from a row
   * @return from the features columns of a row to the values of the added columns, in their order
   */
  Function<Row, Object[]> scorer(L model, RowInput input);
}
