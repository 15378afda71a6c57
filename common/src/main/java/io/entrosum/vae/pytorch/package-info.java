/** Networks and gradients by PyTorch, through the Deep Java Library; the only users of it. */
@NullMarked
package io.entrosum.vae.pytorch;

import org.jspecify.annotations.NullMarked;
