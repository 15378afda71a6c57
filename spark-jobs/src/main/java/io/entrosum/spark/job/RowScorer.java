package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.spark.RowReader;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/** Scores the rows of a partition, a batch at a time. */
final class RowScorer implements Iterator<Row> {
  private final Layout layout;
  private final Report report;
  private final int partition;
  private final RowScores.Scorer scorer;
  private final int added;
  private final List<Row> seen = new ArrayList<>();
  private final Iterator<RowReader.Batch> batches;
  private Iterator<Row> ready = Collections.emptyIterator();

  /**
   * Where things are in a row.
   *
   * @param reader of the features, which come first
   * @param first index of the first column of the input
   * @param columns the number of columns of the input
   * @param filler null where missing values stay
   */
  record Layout(RowReader reader, int first, int columns, @Nullable RowFiller filler)
      implements Serializable {}

  /** What the driver is told. */
  record Report(
      LongAccumulator written,
      LongAccumulator skipped,
      LongAccumulator filled,
      LongAccumulator unfinished,
      CollectionAccumulator<String> problems)
      implements Serializable {}

  RowScorer(RowScores model, Layout layout, Report report, int partition, Iterator<Row> rows) {
    this.layout = layout;
    this.report = report;
    this.partition = partition;
    this.scorer = model.open();
    this.added = model.columns().size();
    this.batches = layout.reader().read(partition, new Remembering(rows));
  }

  @Override
  public boolean hasNext() {
    while (!ready.hasNext() && batches.hasNext()) {
      ready = score(batches.next());
      seen.clear();
    }
    return ready.hasNext();
  }

  @Override
  public Row next() {
    return ready.next();
  }

  private Iterator<Row> score(RowReader.Batch batch) {
    String problem = batch.problem();
    if (problem != null) {
      report.problems().add(problem);
      return Collections.emptyIterator();
    }
    report.skipped().add(batch.skipped());
    Block block = batch.block();
    if (block == null) {
      return Collections.emptyIterator();
    }
    double[] filled = layout.filler() == null ? null : new double[block.values().length];
    scorer.score(block, filled);
    report.unfinished().add(scorer.takeUnfinished());
    List<Row> used = batch.skipped() == 0 ? seen : seen.stream().filter(this::usable).toList();
    List<Row> scored = new ArrayList<>(block.rows());
    for (int i = 0; i < block.rows(); i++) {
      Object[] values = values(used.get(i), i);
      if (layout.filler() != null && filled != null) {
        int at = i * block.columns();
        report.filled().add(layout.filler().fill(used.get(i), filled, at, values));
      }
      scored.add(RowFactory.create(values));
    }
    report.written().add(scored.size());
    return scored.iterator();
  }

  /** Whether the reader takes a row: a batch does not tell which ones it left out. */
  private boolean usable(Row row) {
    return layout.reader().read(partition, List.of(row).iterator()).next().block() != null;
  }

  private Object[] values(Row input, int i) {
    Object[] values = new Object[layout.columns() + added];
    for (int j = 0; j < layout.columns(); j++) {
      values[j] = input.get(layout.first() + j);
    }
    scorer.put(i, values, layout.columns());
    return values;
  }

  /** Remembers the rows that it hands out, until they have been scored. */
  private final class Remembering implements Iterator<Row> {
    private final Iterator<Row> rows;

    Remembering(Iterator<Row> rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Row next() {
      Row row = rows.next();
      seen.add(row);
      return row;
    }
  }
}
