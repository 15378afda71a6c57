/**
 * Dense linear algebra: the only code that calls netlib BLAS and LAPACK. Kernels work on {@code
 * double[]}; factorisations are small immutable values.
 */
@NullMarked
package io.entrosum.linalg;

import org.jspecify.annotations.NullMarked;
