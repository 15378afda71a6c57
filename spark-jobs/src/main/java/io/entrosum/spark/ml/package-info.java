/** Estimators and models for Spark ML pipelines. */
@NullMarked
package io.entrosum.spark.ml;

import org.jspecify.annotations.NullMarked;
