/**
 * Sparse codes: Gaussian posteriors of latent variables with Laplace priors, and the steps of their
 * dictionary.
 */
@NullMarked
package io.entrosum.coding;

import org.jspecify.annotations.NullMarked;
