package io.entrosum.spark;

import java.util.Iterator;
import scala.Tuple2;

/** Numbers the batches of a partition: the partition in the upper half, a count in the lower. */
final class NumberedBatches implements Iterator<Tuple2<Long, RowReader.Batch>> {
  private final Iterator<RowReader.Batch> batches;
  private long number;

  NumberedBatches(int partition, Iterator<RowReader.Batch> batches) {
    this.batches = batches;
    this.number = (long) partition << 32;
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public Tuple2<Long, RowReader.Batch> next() {
    return new Tuple2<>(number++, batches.next());
  }
}
