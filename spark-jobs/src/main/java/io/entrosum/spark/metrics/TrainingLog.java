package io.entrosum.spark.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.LatentModel;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each iteration as a JSON object on one line, for programs that collect logs: logger {@value
 * #LOGGER}, level INFO. It has the type of the {@code model}, what {@link IterationJson#of} has,
 * {@code objective} and {@code weights} under annealing, and {@code training}, where several share
 * passes: which one.
 */
public final class TrainingLog implements TrainingListener {
  /** Its name in the configuration of logs. */
  public static final String LOGGER = "io.entrosum.training";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private final String training;

  /** A log of trainings that need not be told apart. */
  public TrainingLog() {
    this("");
  }

  private TrainingLog(String training) {
    this.training = training;
  }

  @Override
  public TrainingListener of(String which) {
    return new TrainingLog(which);
  }

  @Override
  public void iterated(Iteration iteration, LatentModel<?> model) {
    if (LOG.isInfoEnabled()) {
      LOG.info("{}", line(iteration, model));
    }
  }

  private ObjectNode line(Iteration iteration, LatentModel<?> model) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("model", model.type());
    if (!training.isEmpty()) {
      node.put("training", training);
    }
    node.setAll(IterationJson.of(iteration));
    if (!iteration.weights().isOne()) {
      IterationJson.putObjective(node, iteration);
    }
    return node;
  }
}
