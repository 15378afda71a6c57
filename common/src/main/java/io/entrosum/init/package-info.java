/** Where training starts: seeding by k-means++, random rows or a given model. */
@NullMarked
package io.entrosum.init;

import org.jspecify.annotations.NullMarked;
