package io.entrosum.spark;

import java.util.Arrays;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.ExternalRDDScanExec;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.RowDataSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.execution.exchange.Exchange;
import org.apache.spark.sql.functions;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The order of the rows of a partition. Behind a shuffle (a join, GROUP BY, {@code repartition})
 * rows come as they arrive, another time in another order; so do those of a database. Blocks are
 * cut by position: where one of a partition is lost and read again, while others of it stay cached
 * elsewhere, a row would be in two of them and another in none. There rows are brought into an
 * order that hangs on nothing but their values.
 */
final class RowOrder {
  private RowOrder() {}

  /** The same rows in the same partitions, in an order that is the same whenever they are read. */
  static Dataset<Row> certain(Dataset<Row> rows) {
    if (isCertain(rows.queryExecution().executedPlan())) {
      return rows;
    }
    Column[] all =
        Arrays.stream(rows.schema().fieldNames()).map(Blocks::column).toArray(Column[]::new);
    return rows.sortWithinPartitions(functions.xxhash64(all));
  }

  /** Whether a plan gives the rows of a partition in one order. */
  static boolean isCertain(SparkPlan plan) {
    if (plan instanceof Exchange
        || plan instanceof AdaptiveSparkPlanExec
        || plan instanceof RowDataSourceScanExec) {
      return false;
    }
    if (plan instanceof RDDScanExec rows) {
      return isDeterminate(rows.rdd());
    }
    if (plan instanceof ExternalRDDScanExec<?> objects) {
      return isDeterminate(objects.rdd());
    }
    if (plan instanceof InMemoryTableScanExec cached) {
      return isCertain(cached.relation().cachedPlan());
    }
    return CollectionConverters.asJava(plan.children()).stream().allMatch(RowOrder::isCertain);
  }

  private static boolean isDeterminate(RDD<?> rows) {
    return rows.outputDeterministicLevel().toString().equals("DETERMINATE");
  }
}
