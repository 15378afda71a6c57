/** The report: one self-contained page of pictures. Knows nothing of Spark or of models. */
@NullMarked
package io.entrosum.spark.report;

import org.jspecify.annotations.NullMarked;
