package io.entrosum.spark.ml;

/** A summary of a training or of an evaluation, for which Spark has no type before 4.0. */
interface SparkSummary {}
