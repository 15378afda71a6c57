/**
 * Sufficient statistics as one flat array with named, shape-checked slots: a commutative monoid
 * that is written and tested once for all models.
 */
@NullMarked
package io.entrosum.stats;

import org.jspecify.annotations.NullMarked;
