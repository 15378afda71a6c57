package io.entrosum.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.init.UnusableDataException;
import io.entrosum.train.DataProfile;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Behind a shuffle, blocks do not depend on the order in which rows arrive. */
class RowOrderIT {
  private static final int ROWS = 5000;
  private static final AtomicBoolean CHANGED = new AtomicBoolean();

  private static Dataset<Row> rows() {
    return SharedSpark.session()
        .range(0, ROWS, 1, 4)
        .selectExpr("id % 7 AS k", "sin(id) AS x", "array(cos(id), id / 100) AS y");
  }

  private static boolean isCertain(Dataset<Row> rows) {
    return RowOrder.isCertain(rows.queryExecution().executedPlan());
  }

  @Test
  void shufflesAreSeenAndNothingElse() {
    assertThat(isCertain(rows())).isTrue();
    assertThat(isCertain(rows().where("x > 0").selectExpr("explode(y)"))).isTrue();
    assertThat(isCertain(rows().union(rows()).coalesce(3))).isTrue();
    assertThat(isCertain(rows().repartition(3))).isFalse();
    assertThat(isCertain(rows().groupBy("k").count())).isFalse();
    assertThat(isCertain(rows().orderBy("x").where("k > 1"))).isFalse();
    assertThat(isCertain(rows().join(rows().groupBy("k").count(), "k"))).isFalse();
    assertThat(isCertain(ofRdd(rows()))).isTrue();
    assertThat(isCertain(ofRdd(rows().repartition(3)))).isFalse();
    Dataset<Row> plain = rows().cache();
    Dataset<Row> shuffled = rows().repartition(3, col("k")).cache();
    assertThat(isCertain(plain)).isTrue();
    assertThat(isCertain(shuffled.where("x > 0"))).isFalse();
    plain.unpersist();
    shuffled.unpersist();
  }

  private static Dataset<Row> ofRdd(Dataset<Row> rows) {
    return SharedSpark.session().createDataFrame(rows.javaRDD(), rows.schema());
  }

  @Test
  void theSameRowsInAnotherOrderAreTheSameBlocks() {
    // both put the rows of a k into one partition, the second as they come from the other end
    DataFingerprint forwards = fingerprint(rows().repartition(3, col("k")));
    DataFingerprint backwards =
        fingerprint(rows().orderBy(col("x").desc()).repartition(3, col("k")));
    assertThat(backwards).isEqualTo(forwards);
    DataFingerprint elsewhere = fingerprint(rows().repartition(3, col("x")));
    assertThat(elsewhere.content()).isEqualTo(forwards.content());
    assertThat(elsewhere.layout()).isNotEqualTo(forwards.layout());
  }

  private static DataFingerprint fingerprint(Dataset<Row> rows) {
    Blocks.Options options = new Blocks.Options(InvalidPolicy.FAIL, 1 << 12, 3, 2, false);
    FeatureColumns features =
        FeatureColumns.of(rows.schema(), List.of("x", "y"), List.of(), "", "");
    try (Blocks blocks = Blocks.read(rows, features, options)) {
      assertThat(blocks.rows()).isEqualTo(ROWS);
      return blocks.fingerprint();
    }
  }

  /** Rows that were numbers when they were read are none when they are read again. */
  @Test
  void rowsThatAreRefusedWhenReadAgainAreAnError() {
    Dataset<Row> changing =
        rows()
            .map(
                (MapFunction<Row, Double>) row -> CHANGED.get() ? Double.NaN : row.getDouble(1),
                Encoders.DOUBLE())
            .toDF("x");
    Blocks.Options options = new Blocks.Options(InvalidPolicy.FAIL, 1 << 12, 0, 2, false);
    FeatureColumns features = FeatureColumns.of(changing.schema(), List.of("x"), List.of(), "", "");
    CHANGED.set(false);
    try (Blocks blocks = Blocks.read(changing, features, options)) {
      assertThat(blocks.rows()).isEqualTo(ROWS);
      CHANGED.set(true);
      SharedSpark.session()
          .sparkContext()
          .getPersistentRDDs()
          .values()
          .foreach(cached -> cached.unpersist(true)); // as a lost executor does
      assertThatThrownBy(() -> DataProfile.of(blocks.pass(), 1))
          .hasRootCauseInstanceOf(UnusableDataException.class)
          .hasStackTraceContaining("the data has changed since it was read: ");
    }
  }
}
