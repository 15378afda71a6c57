package io.entrosum.spark.ml;

import java.io.Serializable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value for each thread, made where it is asked for; one that is sent arrives empty. */
final class PerThread<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private transient @Nullable ThreadLocal<T> values;

  /**
   * The value of this thread.
   *
   * @param make makes it, in the first call of a thread
   */
  T get(Supplier<T> make) {
    ThreadLocal<T> mine = values;
    if (mine == null) {
      mine = ThreadLocal.withInitial(make);
      values = mine;
    }
    return mine.get();
  }
}
