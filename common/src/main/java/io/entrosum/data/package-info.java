/** Blocks of rows: the unit in which data is cached, sent to a kernel and counted. */
@NullMarked
package io.entrosum.data;

import org.jspecify.annotations.NullMarked;
