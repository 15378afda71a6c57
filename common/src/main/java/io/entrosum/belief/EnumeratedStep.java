package io.entrosum.belief;

import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;

/**
 * The E-step of a small network on blocks, over all states of the latents. For one thread.
 *
 * <p>A row costs {@code 4 D 2^H1} flops and {@code 2^H} exponentials, H1 the latents next to the
 * data, H all; a mean field {@code H 2^H} a sweep more.
 */
public final class EnumeratedStep {
  /** {@code sum w ln p(x)}, also where posteriors are not exact. */
  public static final String LOG_LIKELIHOOD = "logLikelihood";

  /** {@code sum w q(z)}, [2^H]. */
  public static final String STATES = "states";

  /** {@code sum w q(z) x}, summed over the upper layers, [2^H1, D]. */
  public static final String STATE_ROWS = "stateRows";

  /** Numbers of a chunk of rows: 1 MiB. */
  private static final int CHUNK = 1 << 17;

  private final EnumeratedStates states;
  private final BeliefPosterior posterior;
  private final int columns;
  private final int latents;
  private final int chunkRows;
  private final double[] near;
  private final double[] joint;
  private final double[] field;

  /** An E-step with an exact or a mean-field posterior. */
  public EnumeratedStep(BeliefParameters parameters, BeliefPosterior posterior) {
    this.states = new EnumeratedStates(parameters);
    this.posterior = posterior;
    this.columns = parameters.columns();
    this.latents = parameters.latents();
    this.chunkRows = Math.max(1, Math.min(256, CHUNK / states.near()));
    this.near = new double[chunkRows * states.near()];
    this.joint = new double[states.count()];
    this.field = new double[latents];
  }

  static void addSlots(StatisticsLayout.Builder layout, BeliefParameters parameters) {
    int near = 1 << parameters.layers().get(0).inputs();
    layout
        .add(LOG_LIKELIHOOD)
        .add(BeliefSums.POSTERIOR)
        .add(STATES, 1 << parameters.latents())
        .add(STATE_ROWS, near, parameters.columns());
  }

  /**
   * Adds the statistics of a block.
   *
   * @param into Modified. Has the slots of {@link BeliefSums#addSlots}.
   */
  public void add(Block block, Statistics into) {
    Block dense = BinaryRows.checked(block);
    int at = into.offset(STATES);
    int rowsAt = into.offset(STATE_ROWS);
    double likelihood = 0;
    double entropy = 0;
    for (int first = 0; first < block.rows(); first += chunkRows) {
      int n = Math.min(chunkRows, block.rows() - first);
      multiply(dense, first, n);
      for (int i = 0; i < n; i++) {
        double w = block.weight(first + i);
        double logLikelihood = posterior(i);
        double own =
            posterior.type() == BeliefPosterior.Type.EXACT ? entropy(logLikelihood) : field();
        Arrays.fill(near, i * states.near(), (i + 1) * states.near(), 0);
        if (!(w > 0)) {
          continue;
        }
        likelihood += w * logLikelihood;
        entropy += w * own;
        for (int s = 0; s < joint.length; s++) {
          into.values()[at + s] += w * joint[s];
          near[i * states.near() + (s & (states.near() - 1))] += w * joint[s];
        }
      }
      double[] rows = Arrays.copyOfRange(dense.values(), first * columns, (first + n) * columns);
      Blas.addTransposedTimes(n, states.near(), columns, near, rows, into.values(), rowsAt);
    }
    into.add(LOG_LIKELIHOOD, likelihood);
    into.add(BeliefSums.POSTERIOR, entropy);
  }

  private void multiply(Block dense, int first, int n) {
    Blas.timesTransposed(
        n,
        states.near(),
        columns,
        dense.values(),
        first * columns,
        columns,
        states.logits(),
        0,
        columns,
        near,
        0,
        states.near());
  }

  /** Puts {@code ln p(x, z)} of a row of the chunk into {@link #joint}; returns {@code ln p(x)}. */
  private double posterior(int row) {
    double[] own = states.own();
    double largest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < joint.length; s++) {
      joint[s] = near[row * states.near() + (s & (states.near() - 1))] + own[s];
      largest = Math.max(largest, joint[s]);
    }
    double sum = 0;
    for (double value : joint) {
      sum += Math.exp(value - largest);
    }
    return largest + Math.log(sum);
  }

  /** Makes {@link #joint} the exact posterior; returns its entropy. */
  private double entropy(double logLikelihood) {
    double entropy = 0;
    for (int s = 0; s < joint.length; s++) {
      double logarithm = joint[s] - logLikelihood;
      joint[s] = Math.exp(logarithm);
      entropy -= joint[s] == 0 ? 0 : joint[s] * logarithm;
    }
    return entropy;
  }

  /** Makes {@link #joint} the best product of independent latents; returns its entropy. */
  private double field() {
    MeanField found = MeanField.of(latents, joint);
    System.arraycopy(found.probabilities(), 0, field, 0, latents);
    System.arraycopy(found.states(), 0, joint, 0, joint.length);
    return found.entropy();
  }

  /**
   * The posteriors of the rows of a block.
   *
   * @param latent Modified. How probable each latent is on, row-major [rows, H].
   * @param bound Modified. The bound of each row, nats, [rows]: ln p(x) where posteriors are exact.
   */
  public void posteriors(Block block, double[] latent, double[] bound) {
    Block dense = BinaryRows.checked(block);
    double[] before = new double[joint.length];
    for (int first = 0; first < block.rows(); first += chunkRows) {
      int n = Math.min(chunkRows, block.rows() - first);
      multiply(dense, first, n);
      for (int i = 0; i < n; i++) {
        double logLikelihood = posterior(i);
        System.arraycopy(joint, 0, before, 0, joint.length);
        boolean exact = posterior.type() == BeliefPosterior.Type.EXACT;
        double entropy = exact ? entropy(logLikelihood) : field();
        bound[first + i] = exact ? logLikelihood : entropy + expected(before);
        for (int h = 0; h < latents; h++) {
          latent[(first + i) * latents + h] = on(h);
        }
      }
    }
  }

  private double expected(double[] values) {
    double sum = 0;
    for (int s = 0; s < joint.length; s++) {
      sum += joint[s] * values[s];
    }
    return sum;
  }

  private double on(int latent) {
    double sum = 0;
    for (int s = 0; s < joint.length; s++) {
      sum += (s >> latent & 1) * joint[s];
    }
    return sum;
  }
}
