package io.entrosum.data;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The numbers that a column may hold, e.g. the whole numbers from 0 on for counts. */
public interface ColumnDomain extends Serializable {
  /**
   * What is wrong with a finite value.
   *
   * @return e.g. {@code "must be a whole number >= 0"}; null if nothing is wrong
   */
  @Nullable String problem(double x);
}
