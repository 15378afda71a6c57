package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder;
import io.entrosum.data.BlockBuilder.Weighting;
import io.entrosum.data.SparseBlockBuilder;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Where the rows of a partition become blocks. */
interface RowSink {
  /** Reads a row in the place of the last one that was not accepted; what is wrong with it. */
  RowChecks read(Row row);

  /**
   * Accepts the row that was read.
   *
   * @return the block, if this row made it full, else null
   */
  @Nullable Block accept(double weight);

  /** The rows accepted since the last block, or null if there are none. */
  @Nullable Block take();

  /** That of a reader's storage. */
  static RowSink of(RowReader reader) {
    int columns = reader.labels().size();
    Weighting weighting =
        reader.features().weight().isEmpty() ? Weighting.UNWEIGHTED : Weighting.WEIGHTED;
    if (reader.storage() == Storage.SPARSE) {
      SparseBlockBuilder builder = new SparseBlockBuilder(columns, reader.blockBytes(), weighting);
      return new Sparse(builder, new SparseRowValues(reader, builder));
    }
    return new Dense(
        new BlockBuilder(columns, reader.blockBytes(), weighting), new RowValues(reader));
  }

  /** All values of a row, side by side. */
  record Dense(BlockBuilder builder, RowValues values) implements RowSink {
    @Override
    public RowChecks read(Row row) {
      int at = builder.offset();
      values.read(row, builder.buffer(), at);
      return values;
    }

    @Override
    public @Nullable Block accept(double weight) {
      return builder.accept(weight);
    }

    @Override
    public @Nullable Block take() {
      return builder.take();
    }
  }

  /** The values of a row that are not zero. */
  record Sparse(SparseBlockBuilder builder, SparseRowValues values) implements RowSink {
    @Override
    public RowChecks read(Row row) {
      values.read(row);
      return values;
    }

    @Override
    public @Nullable Block accept(double weight) {
      return builder.accept(weight);
    }

    @Override
    public @Nullable Block take() {
      return builder.take();
    }
  }
}
