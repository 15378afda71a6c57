package io.entrosum.belief;

import io.entrosum.data.Block;
import io.entrosum.linalg.NumericalException;

/** Refuses rows that are not of zeros and ones. */
final class BinaryRows {
  private BinaryRows() {}

  /**
   * A block as it is, dense.
   *
   * @throws NumericalException if a value is neither 0 nor 1
   */
  static Block checked(Block block) {
    Block dense = block.dense();
    double[] values = dense.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0 && values[i] != 1) {
        throw new NumericalException(
            "column number "
                + (i % dense.columns() + 1)
                + " of a sigmoid belief network must be 0 or 1 but was "
                + values[i],
            "compare it with a threshold first");
      }
    }
    return dense;
  }
}
