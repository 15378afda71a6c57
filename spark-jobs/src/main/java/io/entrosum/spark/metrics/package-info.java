/** What others see of a training while it runs: gauges among Spark's metrics, lines of the log. */
@NullMarked
package io.entrosum.spark.metrics;

import org.jspecify.annotations.NullMarked;
