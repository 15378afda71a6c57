package io.entrosum.spark.ml;

import org.apache.spark.ml.util.Summary;

/** What Spark takes for a summary, that of a training or of an evaluation. */
interface SparkSummary extends Summary {}
