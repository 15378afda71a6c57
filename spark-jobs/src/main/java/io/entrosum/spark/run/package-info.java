/** What a training is of, and how far it is, for commands and estimators alike. */
@NullMarked
package io.entrosum.spark.run;

import org.jspecify.annotations.NullMarked;
