/**
 * Variational autoencoders: networks, their weights, the steps by which they are learned. What
 * calculates networks and gradients is an optional library behind {@link
 * io.entrosum.vae.NetworkEngine}.
 */
@NullMarked
package io.entrosum.vae;

import org.jspecify.annotations.NullMarked;
