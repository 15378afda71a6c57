package io.entrosum.vae;

import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;

/** The slots of the statistics of a pass: of its evaluation, and of the steps that it takes. */
public final class VaeSums {
  /** {@code sum_n w_n ln T_hh(x_n)}, [H]. */
  public static final String LOG_VARIANCES = "logVariances";

  /** {@code sum_n w_n ln det T(x_n)}. */
  public static final String LOG_DETERMINANT = "logDeterminant";

  /** {@code sum_n w_n} {@link Prior#moment}, [H]. */
  public static final String MOMENTS = "moments";

  /** {@code sum_n w_n gini(nu)}; with a dictionary only. */
  public static final String GINI = "gini";

  /** {@code sum_n w_n fit_n}, see {@link Evaluation#fit}; with one s2 in units of the rows. */
  public static final String FIT = "fit";

  /** {@code sum_n w_n spread_n}, see {@link Evaluation#spread}; of Gaussians for the rows. */
  public static final String SPREAD = "spread";

  /** The weight of the rows that the learners behind the next slots saw. */
  public static final String LEARNED = "learned";

  /** Weights times the weight of their rows, [P]; of synchronous steps absent. */
  public static final String WEIGHTS = "weights";

  /** Likewise. */
  public static final String FIRST = "first";

  /** Likewise. */
  public static final String SECOND = "second";

  /** Steps times the weight of their rows. */
  public static final String STEPS = "steps";

  /** The gradient of the negative total bound, [P]; of synchronous steps only. */
  public static final String GRADIENT = "gradient";

  private VaeSums() {}

  /**
   * The slots of a pass.
   *
   * @param into Modified.
   * @param learning whether it learns
   */
  public static void addSlots(
      StatisticsLayout.Builder into,
      VaeParameters parameters,
      LearningSettings settings,
      boolean learning) {
    Architecture architecture = parameters.architecture();
    into.add(LOG_VARIANCES, architecture.latents()).add(MOMENTS, architecture.latents());
    into.add(LOG_DETERMINANT).add(FIT).add(SPREAD);
    if (architecture.hasDictionary()) {
      into.add(GINI);
    }
    if (!learning) {
      return;
    }
    int weights = parameters.weights().length;
    into.add(LEARNED);
    if (settings.steps() == LearningSettings.Steps.SYNCHRONOUS) {
      into.add(GRADIENT, weights);
    } else {
      into.add(WEIGHTS, weights).add(FIRST, weights).add(SECOND, weights).add(STEPS);
    }
  }

  /** Puts numbers times a factor into a slot: what a learner has come to replaces what it had. */
  static void set(Statistics into, String slot, float[] values, double factor) {
    int at = into.offset(slot);
    double[] all = into.values();
    for (int i = 0; i < values.length; i++) {
      all[at + i] = factor * values[i];
    }
  }
}
