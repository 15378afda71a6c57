/** The commands of the command line. */
@NullMarked
package io.entrosum.spark.job;

import org.jspecify.annotations.NullMarked;
