/** The training loop and the passes over data that it drives. */
@NullMarked
package io.entrosum.train;

import org.jspecify.annotations.NullMarked;
