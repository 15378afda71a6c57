package io.entrosum.spark.stream;

import io.entrosum.data.Block;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.FactorModel;
import io.entrosum.model.OnlinePpca;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.RowReader;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.BlockAggregation;
import io.entrosum.train.SecondMomentsAggregation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the number of factors of probabilistic PCA while rows stream in.
 *
 * <pre>{@code
 * OnlineSelection selection =
 *     OnlineSelection.of(List.of("*"), 2, 4, 6).withMemory(10_000).watchedBy(step -> ...);
 * rows.writeStream().foreachBatch(selection).start();
 * }</pre>
 *
 * <p>Executors make the moments of each step, of {@link #withStepRows} rows; the driver adds them
 * in the order of partitions and rows, fits all numbers of factors in closed form, and compares
 * them by BIC from the three entropies (see {@link OnlinePpca}). A step sends D^2 numbers.
 *
 * <p>What is learned lives in this object on the driver. A query that starts again begins anew, and
 * after some memories of rows has forgotten that. Use one object for one query.
 */
public final class OnlineSelection implements VoidFunction2<Dataset<Row>, Long> {
  private static final long serialVersionUID = 1L;

  private static final double DEFAULT_MEMORY = 10_000;
  private static final int DEFAULT_STEP = 1000;
  private static final long BLOCK_BYTES = 1 << 20;
  private static final String REMEDY = "OnlineSelection.skippingInvalid leaves such rows out";

  private final List<String> features;
  private final int[] latentDimensions;
  private final double memory;
  private final int stepRows;
  private final InvalidPolicy policy;
  private final Watcher watcher;

  /** Known with the first rows. */
  private transient @Nullable State state;

  private transient long skipped;

  /** Is told of each step. */
  @FunctionalInterface
  public interface Watcher extends java.io.Serializable {
    /** Called on the driver, in the order of the steps. */
    void stepped(Step step);
  }

  /**
   * A step.
   *
   * @param batch the micro-batch that its rows came with
   * @param rows of the step
   * @param before the fits before it, which know nothing of its rows, in the order of the numbers
   *     of factors
   * @param fits the fits after it; empty until there are more rows than columns
   * @param skippedRows how many rows have been left out so far
   * @param weight that the criterion is for, see {@link OnlinePpca#weight}
   */
  public record Step(
      long batch,
      SecondMoments rows,
      List<OnlinePpca.Fit> before,
      List<OnlinePpca.Fit> fits,
      long skippedRows,
      double weight) {
    /** The best of the fits after it; empty if there are none. */
    public Optional<OnlinePpca.Fit> best() {
      return fits.isEmpty()
          ? Optional.empty()
          : Optional.of(fits.get(OnlinePpca.best(fits, weight)));
    }
  }

  private record State(RowReader reader, OnlinePpca online) {}

  private OnlineSelection(
      List<String> features,
      int[] latentDimensions,
      double memory,
      int stepRows,
      InvalidPolicy policy,
      Watcher watcher) {
    this.features = List.copyOf(features);
    this.latentDimensions = latentDimensions.clone();
    this.memory = memory;
    this.stepRows = stepRows;
    this.policy = policy;
    this.watcher = watcher;
  }

  /**
   * A selection among some numbers of factors, with a memory of 10,000 rows and steps of 1,000.
   *
   * @param features names of columns, numbers, vectors or arrays; {@code "*"} for all
   */
  public static OnlineSelection of(List<String> features, int... latentDimensions) {
    return new OnlineSelection(
        features, latentDimensions, DEFAULT_MEMORY, DEFAULT_STEP, InvalidPolicy.FAIL, step -> {});
  }

  /** The same that remembers another number of rows, see {@link OnlinePpca}. */
  public OnlineSelection withMemory(double rows) {
    return new OnlineSelection(features, latentDimensions, rows, stepRows, policy, watcher);
  }

  /**
   * The same with steps of another size: as many rows as a step has at most; the last one of a
   * partition, or before rows that are left out, may have fewer.
   */
  public OnlineSelection withStepRows(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("step rows: must be >= 1 but was " + rows);
    }
    return new OnlineSelection(features, latentDimensions, memory, rows, policy, watcher);
  }

  /** The same that leaves out rows with values that are missing or not finite. */
  public OnlineSelection skippingInvalid() {
    return new OnlineSelection(
        features, latentDimensions, memory, stepRows, InvalidPolicy.SKIP, watcher);
  }

  /** The same that tells somebody of its steps. */
  public OnlineSelection watchedBy(Watcher other) {
    return new OnlineSelection(features, latentDimensions, memory, stepRows, policy, other);
  }

  /** Takes in a micro-batch. */
  @Override
  public synchronized void call(Dataset<Row> rows, Long batch) {
    State known = state;
    if (known == null) {
      if (rows.isEmpty()) {
        return;
      }
      known = start(rows);
      state = known;
    }
    for (Part part : parts(rows, known.reader)) {
      skipped += part.skipped;
      if (part.moments == null) {
        continue;
      }
      List<OnlinePpca.Fit> before = fits(known.online);
      known.online.add(part.moments);
      watcher.stepped(
          new Step(
              batch, part.moments, before, fits(known.online), skipped, known.online.weight()));
    }
  }

  private static List<OnlinePpca.Fit> fits(OnlinePpca online) {
    return online.isReady() ? online.fits() : List.of();
  }

  private State start(Dataset<Row> rows) {
    FeatureColumns columns = FeatureColumns.of(rows.schema(), features, List.of(), "", "");
    int[] widths = Blocks.widths(rows, columns);
    List<String> labels = columns.expand(widths);
    RowReader reader =
        new RowReader(
            columns,
            widths,
            labels,
            ColumnReading.none(labels.size()),
            policy,
            BLOCK_BYTES,
            RowReader.Origin.UNKNOWN);
    return new State(reader, new OnlinePpca(labels.size(), latentDimensions, memory));
  }

  /** The steps of a micro-batch, in order. */
  private List<Part> parts(Dataset<Row> rows, RowReader reader) {
    int size = stepRows;
    List<Part> parts =
        rows.select(
                reader.features().columns().stream()
                    .map(column -> Blocks.column(column.name()))
                    .toArray(Column[]::new))
            .javaRDD()
            .mapPartitionsWithIndex(
                (partition, part) -> {
                  Steps steps = new Steps(reader.labels().size(), size);
                  reader.read(partition, part).forEachRemaining(steps::add);
                  return steps.all.iterator();
                },
                true)
            .collect();
    for (Part part : parts) {
      if (part.problem != null) {
        throw new UnusableDataException(
            part.problem
                .replace("set input.invalid to skip or missing", REMEDY)
                .replace("set input.invalid to skip", REMEDY));
      }
    }
    return parts;
  }

  /** The steps of a partition. */
  private static final class Steps {
    final List<Part> all = new ArrayList<>();
    private final int size;
    private final SecondMomentsAggregation aggregation;
    private final BlockAggregation.Accumulator<SecondMomentsAggregation.Sum> sums;
    private SecondMomentsAggregation.Sum open;

    /** Rows of the open step; 0: there is none. */
    private int rows;

    Steps(int columns, int size) {
      this.size = size;
      this.aggregation = new SecondMomentsAggregation(columns);
      this.sums = aggregation.accumulator();
      this.open = aggregation.zero();
    }

    void add(RowReader.Batch read) {
      if (read.problem() != null || read.skipped() > 0) {
        all.add(new Part(null, read.skipped(), read.problem()));
        rows = 0;
      }
      Block block = read.block();
      int d = block == null ? 0 : block.columns();
      for (int from = 0; block != null && from < block.rows(); ) {
        int to = Math.min(block.rows(), from + size - rows);
        if (rows == 0) {
          open = aggregation.zero();
          all.add(new Part(null, 0, null));
        }
        sums.add(new Block(d, Arrays.copyOfRange(block.values(), from * d, to * d), null), open);
        all.set(all.size() - 1, new Part(open.moments(), 0, null));
        rows = (rows + to - from) % size;
        from = to;
      }
    }
  }

  /** A step, or rows that were left out, or what was wrong with a row. */
  private record Part(@Nullable SecondMoments moments, long skipped, @Nullable String problem)
      implements java.io.Serializable {}

  /** The best model so far; empty before there are enough rows. */
  public synchronized Optional<FactorModel> model() {
    State known = state;
    if (known == null || !known.online.isReady()) {
      return Optional.empty();
    }
    List<OnlinePpca.Fit> fits = known.online.fits();
    return Optional.of(fits.get(OnlinePpca.best(fits, known.online.weight())).model());
  }

  /** How many rows have been left out. */
  public synchronized long skippedRows() {
    return skipped;
  }

  /** The names of the columns of {@link #model}; empty before there are rows. */
  public synchronized List<String> columns() {
    return state == null ? List.of() : state.reader.labels();
  }
}
