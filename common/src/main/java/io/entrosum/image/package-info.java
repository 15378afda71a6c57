/**
 * Images as data of models: decoding, whitening, patches; and the fields of a dictionary as
 * pictures and as Gabor functions.
 */
@NullMarked
package io.entrosum.image;

import org.jspecify.annotations.NullMarked;
