/** Model files: safetensors, manifests, and everything that is checked when they are read. */
@NullMarked
package io.entrosum.io;

import org.jspecify.annotations.NullMarked;
