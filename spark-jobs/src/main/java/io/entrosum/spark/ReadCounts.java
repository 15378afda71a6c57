package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.init.UnusableDataException;
import java.io.Serializable;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What happened to the rows of a data set while they were read. */
record ReadCounts(
    long rows, long skipped, long missing, @Nullable String problem, DataFingerprint fingerprint)
    implements Serializable {
  static final ReadCounts NONE = new ReadCounts(0, 0, 0, null, DataFingerprint.NOTHING);

  /** Of a partition. */
  static ReadCounts of(Iterator<RowReader.Batch> batches) {
    ReadCounts counts = NONE;
    while (batches.hasNext()) {
      counts = counts.then(batches.next());
    }
    return counts;
  }

  /** Of a partition so far, and a further batch of it. */
  ReadCounts then(RowReader.Batch batch) {
    Block block = batch.block();
    return new ReadCounts(
        rows + (block == null ? 0 : block.rows()),
        skipped + batch.skipped(),
        missing + batch.missing(),
        problem == null ? batch.problem() : problem,
        block == null ? fingerprint : fingerprint.then(block));
  }

  /** Of the partitions before, and a further one. */
  ReadCounts plus(ReadCounts partition) {
    return new ReadCounts(
        rows + partition.rows,
        skipped + partition.skipped,
        missing + partition.missing,
        problem == null ? partition.problem : problem,
        fingerprint.plus(partition.fingerprint));
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
