/**
 * Folders on the file systems that Hadoop's client reaches: models, outputs, how they come to be.
 */
@NullMarked
package io.entrosum.spark.storage;

import org.jspecify.annotations.NullMarked;
