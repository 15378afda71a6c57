/**
 * A client of MLflow's tracking server, as far as a training needs it.
 *
 * <p>Not {@code org.mlflow:mlflow-client}: its jar of 8.6 MB (2.17.2) has Protobuf, Guava, Gson,
 * Apache's HTTP client and ini4j in it under other names, where no bill of materials shows them,
 * for the seven requests of a JSON interface that are made here. The JDK's client and Spark's
 * Jackson do.
 */
@NullMarked
package io.entrosum.spark.mlflow;

import org.jspecify.annotations.NullMarked;
