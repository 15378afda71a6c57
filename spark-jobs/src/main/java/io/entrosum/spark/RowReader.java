package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
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
 * @param origin whether rows carry the file they come from behind their values
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record RowReader(
    FeatureColumns features,
    int[] widths,
    List<String> labels,
    InvalidPolicy policy,
    long blockBytes,
    Origin origin)
    implements Serializable {
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
   * @param problem what was wrong with the first row that was refused, null if none was
   */
  public record Batch(@Nullable Block block, long skipped, @Nullable String problem)
      implements Serializable {}

  /** The batches of a partition. */
  public Iterator<Batch> read(int partition, Iterator<Row> rows) {
    return new Batches(partition, rows);
  }

  private final class Batches implements Iterator<Batch> {
    private final int partition;
    private final Iterator<Row> rows;
    private final BlockBuilder builder;
    private final int weightAt = features.weight().isEmpty() ? -1 : features.columns().size();
    private final int fileAt =
        origin == Origin.FILE ? features.columns().size() + (weightAt < 0 ? 0 : 1) : -1;
    private @Nullable String file;
    private long rowInFile;
    private boolean stopped;
    private @Nullable Batch next;

    Batches(int partition, Iterator<Row> rows) {
      this.partition = partition;
      this.rows = rows;
      this.builder =
          new BlockBuilder(
              labels.size(),
              blockBytes,
              weightAt < 0 ? BlockBuilder.Weighting.UNWEIGHTED : BlockBuilder.Weighting.WEIGHTED);
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
        String problem = fill(row, builder.offset());
        if (problem == null) {
          Block full = builder.accept(weightAt < 0 ? 1.0 : number(row, weightAt));
          if (full != null) {
            return new Batch(full, skipped, null);
          }
        } else if (policy == InvalidPolicy.SKIP && skippable(row)) {
          skipped++;
        } else {
          stopped = true;
          return new Batch(null, skipped, where(row) + ": " + problem);
        }
      }
      stopped = true;
      Block rest = builder.take();
      return rest == null && skipped == 0 ? null : new Batch(rest, skipped, null);
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

    /** A wrong length or a negative weight is a mistake in the data's making: never skipped. */
    private boolean skippable(Row row) {
      for (int i = 0; i < widths.length; i++) {
        Object value = row.get(i);
        if (value != null && length(value) != widths[i]) {
          return false;
        }
      }
      return weightAt < 0 || row.isNullAt(weightAt) || !(number(row, weightAt) < 0);
    }

    /** Writes the values of a row; what is wrong with it, or null. */
    private @Nullable String fill(Row row, int at) {
      double[] buffer = builder.buffer();
      int to = at;
      for (int i = 0; i < widths.length; i++) {
        Object value = row.get(i);
        if (value == null) {
          return "column " + features.columns().get(i).name() + " is null" + remedy();
        }
        if (length(value) != widths[i]) {
          return String.format(
              Locale.ROOT,
              "column %s has %d elements, in the first row it has %d; all rows need the same"
                  + " number",
              features.columns().get(i).name(),
              length(value),
              widths[i]);
        }
        copy(value, buffer, to);
        to += widths[i];
      }
      for (int j = at; j < to; j++) {
        if (!Double.isFinite(buffer[j])) {
          return "column " + labels.get(j - at) + " is " + name(buffer[j]) + remedy();
        }
      }
      return weightAt < 0 ? null : weightProblem(row);
    }

    private @Nullable String weightProblem(Row row) {
      String column = "weight column " + features.weight();
      if (row.isNullAt(weightAt)) {
        return column + " is null" + remedy();
      }
      double weight = number(row, weightAt);
      if (weight < 0) {
        return column + " is " + weight + "; weights must be >= 0";
      }
      return Double.isFinite(weight) ? null : column + " is " + name(weight) + remedy();
    }

    private String remedy() {
      return " (set input.invalid to skip)";
    }
  }

  private static String name(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite";
  }

  private static double number(Row row, int at) {
    return ((Number) row.get(at)).doubleValue();
  }

  /** The number of features in a value. */
  static int length(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    }
    return value instanceof scala.collection.Seq<?> array ? array.size() : 1;
  }

  private static void copy(Object value, double[] buffer, int at) {
    if (value instanceof SparseVector sparse) {
      Arrays.fill(buffer, at, at + sparse.size(), 0.0);
      for (int i = 0; i < sparse.indices().length; i++) {
        buffer[at + sparse.indices()[i]] = sparse.values()[i];
      }
    } else if (value instanceof Vector vector) {
      System.arraycopy(vector.toArray(), 0, buffer, at, vector.size());
    } else if (value instanceof scala.collection.Seq<?> array) {
      for (int i = 0; i < array.size(); i++) {
        Object element = array.apply(i);
        buffer[at + i] = element == null ? Double.NaN : ((Number) element).doubleValue();
      }
    } else {
      buffer[at] = ((Number) value).doubleValue();
    }
  }
}
