package io.entrosum.spark;

import java.util.List;

/** What there is to say about a data set that has been read. */
public interface ReadData {
  /** Names of the single columns. */
  List<String> columns();

  /** The number of rows that are used. */
  long rows();

  /** The number of rows that were left out as invalid. */
  long skippedRows();

  /** The number of values that are missing (NaN) in the rows that are used. */
  long missingValues();

  /** The number of partitions. */
  int partitions();

  /** Tells the data from other data. */
  DataFingerprint fingerprint();

  /** Whether the rows were read as sparse ones. */
  boolean sparse();
}
