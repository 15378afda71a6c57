/** The entropy terms of a bound, and closed-form entropies, in nats. */
@NullMarked
package io.entrosum.entropy;

import org.jspecify.annotations.NullMarked;
