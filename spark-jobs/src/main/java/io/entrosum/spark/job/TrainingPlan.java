package io.entrosum.spark.job;

import io.entrosum.spark.Storage;
import java.util.Map;

/**
 * What a training would do.
 *
 * @param data its columns
 * @param model what it is of, texts by their labels
 * @param memory what it takes
 * @param partitions that the data would have
 * @param storage of the rows in the cache
 * @param besideRow numbers that are kept beside each row in the cache
 */
record TrainingPlan(
    OpenedData data,
    Map<String, String> model,
    MemoryEstimate memory,
    int partitions,
    Storage storage,
    int besideRow) {}
