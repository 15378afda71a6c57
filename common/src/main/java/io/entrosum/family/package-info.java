/** Component densities of mixtures: one file a family, and the registry of them. */
@NullMarked
package io.entrosum.family;

import org.jspecify.annotations.NullMarked;
