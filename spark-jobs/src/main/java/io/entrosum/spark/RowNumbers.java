package io.entrosum.spark;

import io.entrosum.init.UnusableDataException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/** Reads single rows into the numbers that a model takes, with every check of a block's rows. */
public final class RowNumbers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RowReader reader;
  private transient ThreadLocal<RowValues> values;

  /**
   * A reader of rows.
   *
   * @param widths the number of elements of each feature column
   * @param reading what the values of the single columns may be
   */
  public RowNumbers(
      FeatureColumns features, int[] widths, ColumnReading reading, InvalidPolicy policy) {
    this.reader =
        new RowReader(
            features,
            widths.clone(),
            features.expand(widths),
            reading,
            policy,
            1,
            RowReader.Origin.UNKNOWN);
    this.values = values();
  }

  private ThreadLocal<RowValues> values() {
    return ThreadLocal.withInitial(() -> new RowValues(reader));
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    values = values();
  }

  /**
   * The numbers of a row, one a single column; NaN for a missing value, where that is allowed.
   *
   * @throws UnusableDataException if there is something wrong with the row
   */
  public double[] of(Row row) {
    double[] numbers = new double[reader.labels().size()];
    RowValues read = values.get();
    read.read(row, numbers, 0);
    String problem = read.error() == null ? read.invalid() : read.error();
    if (problem != null) {
      throw new UnusableDataException(problem);
    }
    return numbers;
  }

  /** Whether nothing in a row is invalid; whether it is an error does not matter here. */
  public boolean valid(Row row) {
    RowValues read = values.get();
    read.read(row, new double[reader.labels().size()], 0);
    return read.error() != null || read.invalid() == null;
  }
}
