/**
 * Sigmoid belief networks: their layers, the posteriors of binary latents, sums over rows. Source:
 * arXiv 2501.09022; notes on sigmoid belief networks.
 */
@NullMarked
package io.entrosum.belief;

import org.jspecify.annotations.NullMarked;
