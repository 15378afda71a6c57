/** Latent-variable models as immutable values, and the registry of them. */
@NullMarked
package io.entrosum.model;

import org.jspecify.annotations.NullMarked;
