package io.entrosum.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrosum.init.UnusableDataException;
import io.entrosum.model.OnlinePpca;
import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.benchmark.RegimeStream;
import io.entrosum.stats.SecondMoments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineSelectionIT {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private Path folder;

  private static Dataset<Row> numbers(int partitions, double[]... rows) {
    StructType schema = new StructType();
    for (int j = 0; j < rows[0].length; j++) {
      schema = schema.add("x." + j, DataTypes.DoubleType, true);
    }
    List<Row> all = new ArrayList<>();
    for (double[] row : rows) {
      Object[] values = new Object[row.length];
      for (int j = 0; j < row.length; j++) {
        values[j] = row[j];
      }
      all.add(RowFactory.create(values));
    }
    return SPARK.createDataFrame(all, schema).repartition(partitions);
  }

  private static double[][] triples(int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[] {Math.sin(i), Math.sin(i) + .1 * Math.cos(7 * i), Math.cos(3 * i)};
    }
    return rows;
  }

  /** A query on a source of Structured Streaming, through three regimes. */
  @Test
  void followsAStreamWhoseNumberOfFactorsChanges() throws Exception {
    int rows = 4000;
    int step = 100;
    RegimeStream stream = new RegimeStream(rows, 3);
    List<OnlineSelection.Step> steps = Collections.synchronizedList(new ArrayList<>());
    OnlineSelection selection =
        OnlineSelection.of(List.of("*"), 2, 4, 6)
            .withMemory(200)
            .withStepRows(step)
            .watchedBy(steps::add);
    StreamingQuery query =
        stream.stream(SPARK, 2000)
            .writeStream()
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .foreachBatch(selection)
            .start();
    try {
      while (steps.size() < 3 * rows / step && query.isActive()) {
        query.awaitTermination(100);
      }
    } finally {
      query.stop();
    }
    assertThat(query.exception().isDefined()).isFalse();
    assertThat(steps.get(0).before()).isEmpty();
    for (int r = 0; r < 3; r++) {
      // what is left of the regime before counts exp(-8) after eight memories, 1,600 rows
      for (OnlineSelection.Step one : steps.subList(r * rows / step + 16, (r + 1) * rows / step)) {
        assertThat(one.best().orElseThrow().model().latentDimensions())
            .isEqualTo(RegimeStream.factors()[r]);
        assertThat(one.rows().rows()).isEqualTo(step);
        assertThat(one.batch()).isEqualTo((steps.indexOf(one) * (long) step) / 2000);
      }
    }
    assertThat(selection.columns()).startsWith("x0", "x1").hasSize(RegimeStream.COLUMNS);
  }

  @Test
  void aStepIsOfSomeRowsOfAPartitionInOrder() {
    double[][] rows = triples(205);
    List<OnlineSelection.Step> steps = new ArrayList<>();
    OnlineSelection selection =
        OnlineSelection.of(List.of("*"), 1, 2).withStepRows(50).watchedBy(steps::add);
    selection.call(numbers(1, rows), 0L);
    assertThat(steps)
        .extracting(step -> step.rows().rows())
        .containsExactly(50L, 50L, 50L, 50L, 5L);
    OnlinePpca plain = new OnlinePpca(3, new int[] {1, 2}, 10_000);
    for (OnlineSelection.Step step : steps) {
      plain.add(step.rows());
    }
    assertThat(selection.model().orElseThrow().loadings())
        .containsExactly(
            plain.fits().get(OnlinePpca.best(plain.fits(), plain.weight())).model().loadings());
    assertThat(plain.rows()).isEqualTo(205);
    assertThat(selection.columns()).containsExactly("x.0", "x.1", "x.2");
  }

  @Test
  void readsVectorsAndWaitsForRows() {
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType(), false);
    List<Row> rows = new ArrayList<>();
    for (double[] row : triples(20)) {
      rows.add(RowFactory.create(Vectors.dense(row)));
    }
    OnlineSelection selection = OnlineSelection.of(List.of("features"), 1);
    selection.call(SPARK.createDataFrame(List.of(), schema), 0L);
    assertThat(selection.model()).isEmpty();
    selection.call(SPARK.createDataFrame(rows.subList(0, 2), schema), 1L);
    assertThat(selection.model()).as("two rows of three columns").isEmpty();
    selection.call(SPARK.createDataFrame(rows, schema), 2L);
    assertThat(selection.model().orElseThrow().latentDimensions()).isEqualTo(1);
    assertThat(selection.columns()).containsExactly("features[0]", "features[1]", "features[2]");
  }

  @Test
  void aBadRowStopsTheQueryOrIsLeftOut() {
    double[][] rows = triples(30);
    rows[7][1] = Double.NaN;
    OnlineSelection strict = OnlineSelection.of(List.of("*"), 1);
    assertThatExceptionOfType(UnusableDataException.class)
        .isThrownBy(() -> strict.call(numbers(1, rows), 0L))
        .withMessage(
            "row 8 of partition 0: column x.1 is NaN (OnlineSelection.skippingInvalid leaves such"
                + " rows out)");
    List<SecondMoments> steps = new ArrayList<>();
    OnlineSelection lenient = strict.skippingInvalid().watchedBy(step -> steps.add(step.rows()));
    lenient.call(numbers(1, rows), 0L);
    assertThat(steps).extracting(SecondMoments::rows).containsExactly(29L);
    assertThat(lenient.skippedRows()).isEqualTo(1);
  }

  @Test
  void refusesStepsOfNoRows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnlineSelection.of(List.of("*"), 1).withStepRows(0))
        .withMessage("step rows: must be >= 1 but was 0");
  }
}
