/** Passes over data on Spark: blocks from DataFrames, and the distributed pass. */
@NullMarked
package io.entrosum.spark;

import org.jspecify.annotations.NullMarked;
