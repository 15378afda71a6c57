/** Models of streams: what runs on the micro-batches of Spark Structured Streaming. */
@NullMarked
package io.entrosum.spark.stream;

import org.jspecify.annotations.NullMarked;
