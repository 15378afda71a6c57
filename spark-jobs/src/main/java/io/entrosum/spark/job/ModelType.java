package io.entrosum.spark.job;

import java.util.Set;

/**
 * A type of model that a configuration can name.
 *
 * @param name as in the configuration
 * @param paths the keys that it reads, of those that not every type has
 * @param reader of its configuration
 */
record ModelType(String name, Set<String> paths, Reader reader) {
  /** Reads the configuration of a model. */
  interface Reader {
    /**
     * Reads the section {@code model}, and what only some types have elsewhere.
     *
     * @param settings what the section is of: says which keys are given
     */
    ModelConfig read(Section section, Settings settings);
  }
}
