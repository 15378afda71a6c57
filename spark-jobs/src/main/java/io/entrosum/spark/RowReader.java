package io.entrosum.spark;

import io.entrosum.data.Block;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Turns the rows of a partition into blocks, checking every value.
 *
 * <p>Problems are data, not exceptions: a failing task would be retried, and its message buried in
 * a stack trace. A problem that the policy does not allow ends the partition.
 *
 * @param widths the number of elements of each feature column
 * @param labels names of the single columns, for messages
 * @param reading what the values of the single columns may be
 * @param origin whether rows carry the file they come from behind their values
 * @param storage dense or sparse
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record RowReader(
    FeatureColumns features,
    int[] widths,
    List<String> labels,
    ColumnReading reading,
    InvalidPolicy policy,
    long blockBytes,
    Origin origin,
    Storage storage)
    implements Serializable {
  /** Refuses a reading that does not fit the columns. */
  public RowReader {
    reading.check(features, widths);
    if (storage == Storage.AUTO) {
      throw new IllegalArgumentException("storage: must be dense or sparse by now but was auto");
    }
  }

  /** A reader into dense blocks. */
  public RowReader(
      FeatureColumns features,
      int[] widths,
      List<String> labels,
      ColumnReading reading,
      InvalidPolicy policy,
      long blockBytes,
      Origin origin) {
    this(features, widths, labels, reading, policy, blockBytes, origin, Storage.DENSE);
  }

  /** Whether rows carry the file they come from. */
  public enum Origin {
    /** The last two values of a row are the file and the byte where its part of the file begins. */
    FILE,
    /** Rows come from something else than files. */
    UNKNOWN
  }

  /**
   * What a reader hands over: a block, and what happened while it was filled.
   *
   * @param block null if there is none
   * @param skipped rows that were left out
   * @param missing values of the rows of the block that are missing (NaN)
   * @param problem what was wrong with the first row that was refused, null if none was
   */
  public record Batch(@Nullable Block block, long skipped, long missing, @Nullable String problem)
      implements Serializable {}

  /** The batches of a partition. */
  public Iterator<Batch> read(int partition, Iterator<Row> rows) {
    return new Batches(partition, rows);
  }

  private final class Batches implements Iterator<Batch> {
    private final int partition;
    private final Iterator<Row> rows;
    private final RowSink sink = RowSink.of(RowReader.this);
    private final int weightAt = features.weight().isEmpty() ? -1 : features.columns().size();
    private final int fileAt =
        origin == Origin.FILE ? features.columns().size() + (weightAt < 0 ? 0 : 1) : -1;
    private @Nullable String file;
    private long rowInFile;
    private long missing;
    private boolean stopped;
    private @Nullable Batch next;

    Batches(int partition, Iterator<Row> rows) {
      this.partition = partition;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (next == null && !stopped) {
        next = advance();
      }
      return next != null;
    }

    @Override
    public Batch next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Batch batch = Objects.requireNonNull(next);
      next = null;
      return batch;
    }

    private @Nullable Batch advance() {
      long skipped = 0;
      while (rows.hasNext()) {
        Row row = rows.next();
        locate(row);
        RowChecks values = sink.read(row);
        String problem = problem(values);
        if (problem != null) {
          stopped = true;
          return new Batch(null, skipped, 0, where(row) + ": " + problem);
        }
        if (values.invalid() != null) {
          skipped++;
          continue;
        }
        missing += values.missing();
        Block full = sink.accept(values.weight());
        if (full != null) {
          return batch(full, skipped);
        }
      }
      stopped = true;
      Block rest = sink.take();
      return rest == null && skipped == 0 ? null : batch(rest, skipped);
    }

    private Batch batch(@Nullable Block block, long skipped) {
      Batch batch = new Batch(block, skipped, missing, null);
      missing = 0;
      return batch;
    }

    /** What is wrong with a row, if it ends the reading. */
    private @Nullable String problem(RowChecks values) {
      return values.error() != null || policy == InvalidPolicy.SKIP
          ? values.error()
          : values.invalid();
    }

    private void locate(Row row) {
      String now = fileAt < 0 ? "" : row.getString(fileAt);
      if (!now.equals(file)) {
        file = now;
        rowInFile = 0;
      }
      rowInFile++;
    }

    private String where(Row row) {
      if (file == null || file.isEmpty()) {
        return "row " + rowInFile + " of partition " + partition;
      }
      String name = file.substring(file.lastIndexOf('/') + 1);
      long start = row.getLong(fileAt + 1);
      return "row " + rowInFile + " of " + name + (start > 0 ? " from byte " + start + " on" : "");
    }
  }
}
