package io.entrosum.spark;

import io.entrosum.init.UnusableDataException;
import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What happened to the rows of a data set while they were read. */
record ReadCounts(long rows, long skipped, long missing, @Nullable String problem)
    implements Serializable {
  static ReadCounts of(Iterator<RowReader.Batch> batches) {
    ReadCounts counts = new ReadCounts(0, 0, 0, null);
    while (batches.hasNext()) {
      RowReader.Batch batch = batches.next();
      long rows = batch.block() == null ? 0 : batch.block().rows();
      counts = counts.plus(new ReadCounts(rows, batch.skipped(), batch.missing(), batch.problem()));
    }
    return counts;
  }

  ReadCounts plus(ReadCounts other) {
    return new ReadCounts(
        rows + other.rows,
        skipped + other.skipped,
        missing + other.missing,
        problem == null ? other.problem : problem);
  }

  ReadCounts check() {
    if (problem != null) {
      throw new UnusableDataException(problem);
    }
    if (rows == 0) {
      throw new UnusableDataException(
          skipped == 0
              ? "the input has no rows"
              : "the input has no usable rows: all " + skipped + " were skipped as invalid");
    }
    return this;
  }
}
