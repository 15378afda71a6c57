package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A latent-variable model as an immutable value: what training needs to know of it.
 *
 * <p>{@link #eStep} turns rows into sums, {@link #mStep} turns sums into the next model, {@link
 * #bound} evaluates the evidence lower bound and its entropies from sums alone.
 *
 * @param <M> the model itself
 */
public interface LatentModel<M extends LatentModel<M>> extends Serializable {
  /** The slot of the number of rows, in every layout. */
  String ROWS = "rows";

  /** The slot of the sum of the row weights, in every layout. */
  String WEIGHT = "weight";

  /** The name of the model type, as in a configuration. */
  String type();

  /** The number D of columns. */
  int dimensions();

  /** The number of free parameters. */
  long parameters();

  /** The slots that an E-step fills, {@link #ROWS} and {@link #WEIGHT} among them. */
  StatisticsLayout layout();

  /** An E-step with its own scratch memory, for one thread. */
  EStep eStep();

  /**
   * The next model: maximises the bound for the posteriors behind the statistics.
   *
   * @param statistics of an E-step of this model over all rows. Not modified.
   * @throws io.entrosum.linalg.NumericalException if no model can be fitted
   */
  Update<M> mStep(Statistics statistics);

  /**
   * The bound of this model for its own posteriors: the mean log-likelihood where they are exact.
   *
   * @param statistics of an E-step of this model. Not modified.
   */
  EntropyTerms bound(Statistics statistics);

  /** Whether posteriors are exact, so that the bound is the log-likelihood and no less. */
  default boolean hasExactPosterior() {
    return true;
  }

  /**
   * Further figures of this model on the data, by name.
   *
   * @param statistics of an E-step of this model. Not modified.
   */
  default Map<String, Double> figures(Statistics statistics) {
    return Map.of();
  }

  /** The same model in canonical form: what is exchangeable is ordered. */
  M canonical();

  /** Roughly how many bytes this model has. */
  long bytes();

  /**
   * This model as far as {@link #eStep}, {@link #layout} and {@link #bytes} need it: what is sent
   * to executors. Nothing else may be asked of the result.
   */
  default LatentModel<M> forEStep() {
    return this;
  }

  /**
   * The same for a training that comes by again: where posteriors are sought by iterations, a block
   * may keep them for the next E-step.
   *
   * @param course where in its training the E-step is
   */
  default EStep eStep(StepCourse course) {
    return eStep();
  }

  /** Adds the statistics of blocks; not thread-safe. */
  interface EStep {
    /**
     * Adds the statistics of a block.
     *
     * @param into Modified. Statistics of the model's layout.
     */
    void add(Block block, Statistics into);
  }

  /**
   * The result of an M-step.
   *
   * @param model the next model
   * @param bound the bound of the next model for the posteriors that it was fitted to; equal to its
   *     entropy sum where the M-step is exact
   * @param events what a user should know about how it was reached; usually empty
   */
  record Update<M>(M model, EntropyTerms bound, List<ModelEvent> events) {}
}
