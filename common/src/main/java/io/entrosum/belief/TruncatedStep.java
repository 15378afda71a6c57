package io.entrosum.belief;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The E-step of a network on blocks, over a set of states of each row that is kept beside the block
 * and improved by flips of single units. For one thread.
 *
 * <p>A replaced state has a higher joint probability, so that the bound {@code ln sum_{z in K} p(x,
 * z)} of a row never falls while the parameters stay. A state costs about D H / 2 additions and D
 * exponentials for itself, D of each for a neighbour.
 */
public final class TruncatedStep {
  /** States below this share of a posterior are beneath the last digit of its sums. */
  private static final double LEAST = 1e-17;

  private final BeliefParameters parameters;
  private final StateSearch search;
  private final StateEvaluator evaluator;
  private final StateSet states;
  private final int length;
  private final boolean[] on;
  private final double[] shares;
  private final Sums[] sums;

  /** Where the sums of a layer are, and its scratch memory. */
  private static final class Sums {
    final double[] residual;
    final double[] curvatures;
    int gradient;
    int gram;
    int curvature;
    double likelihood;
    double entropy;

    Sums(BeliefLayer layer) {
      residual = new double[layer.outputs()];
      curvatures = new double[layer.outputs()];
    }

    void begin(Statistics part) {
      gradient = part.offset(BeliefSums.GRADIENT);
      gram = part.offset(BeliefSums.GRAM);
      curvature = part.offset(BeliefSums.CURVATURE);
      likelihood = 0;
      entropy = 0;
    }

    void end(Statistics part) {
      part.add(BeliefSums.LAYER_LIKELIHOOD, likelihood);
      part.add(BeliefSums.LAYER_ENTROPY, entropy);
    }
  }

  /** An E-step. */
  public TruncatedStep(BeliefParameters parameters, int capacity, StateSearch search) {
    this.parameters = parameters;
    this.search = search;
    this.evaluator = new StateEvaluator(parameters);
    this.states = new StateSet(parameters.latents(), capacity);
    this.length = numbersPerRow(parameters.latents(), capacity);
    this.on = new boolean[parameters.latents()];
    this.shares = new double[capacity];
    this.sums = parameters.layers().stream().map(Sums::new).toArray(Sums[]::new);
  }

  /** How many numbers are kept of a row. */
  public static int numbersPerRow(int latents, int capacity) {
    return Math.multiplyExact(capacity, StateSet.words(latents));
  }

  /** Adds the statistics of a block whose states are sought from nothing; nothing is kept. */
  public void add(Block block, Statistics into) {
    add(block, null, true, into);
  }

  /**
   * Adds the statistics of a block.
   *
   * @param training whose states beside the block to go on from
   * @param number of this E-step in that training
   * @param fresh whether states are to be sought from nothing
   * @param since the E-steps since states were last sought from nothing, which make them again
   *     where they were lost; one is used at a time
   * @param into Modified. Has the slots of {@link BeliefSums}.
   */
  public void add(
      Block block,
      int training,
      long number,
      boolean fresh,
      Iterable<TruncatedStep> since,
      Statistics into) {
    WarmStart room = block.warmStart();
    int all = Math.multiplyExact(block.rows(), length);
    double[] kept = room == null ? null : room.take(training, number - 1, all);
    if (kept == null) {
      kept = room == null ? new double[all] : room.fresh(all);
      boolean first = true;
      for (TruncatedStep before : since) {
        before.advance(block, kept, first);
        first = false;
      }
      into.add(BeliefSums.REPEATED, fresh ? 0 : block.rows());
    }
    add(block, kept, fresh, into);
    if (room != null) {
      room.keep(training, number, kept);
    }
  }

  /** What {@link #add} does to the states of a block, without its statistics. */
  private void advance(Block block, double[] kept, boolean cold) {
    Block dense = BinaryRows.checked(block);
    for (int i = 0; i < block.rows(); i++) {
      seek(dense, i, cold ? null : kept);
      states.store(kept, i * length);
    }
  }

  private void add(Block block, double @Nullable [] kept, boolean cold, Statistics into) {
    Block dense = BinaryRows.checked(block);
    for (int l = 0; l < sums.length; l++) {
      sums[l].begin(into.part(BeliefSums.part(l)));
    }
    double entropy = 0;
    for (int i = 0; i < block.rows(); i++) {
      seek(dense, i, cold ? null : kept);
      if (kept != null) {
        states.store(kept, i * length);
      }
      double w = block.weight(i);
      share();
      if (!(w > 0)) {
        continue;
      }
      for (int s = 0; s < states.size(); s++) {
        if (shares[s] >= LEAST) {
          entropy -= w * shares[s] * Math.log(shares[s]);
          accumulate(dense, i, s, w * shares[s], into.values());
        }
      }
    }
    for (int l = 0; l < sums.length; l++) {
      sums[l].end(into.part(BeliefSums.part(l)));
    }
    into.add(BeliefSums.POSTERIOR, entropy);
    into.add(BeliefSums.COLD, cold ? block.rows() : 0);
  }

  /** The states of a row, from those kept or from nothing. */
  private void seek(Block dense, int row, double @Nullable [] kept) {
    double[] values = dense.values();
    int offset = row * dense.columns();
    if (kept == null) {
      states.clear();
      Arrays.fill(on, false);
      states.offer(on, -1, evaluator.evaluate(on, values, offset));
    } else {
      states.load(kept, row * length);
      for (int s = 0; s < states.size(); s++) {
        states.unpack(s, on);
        states.value(s, evaluator.evaluate(on, values, offset));
      }
    }
    int rounds = kept == null ? search.coldRounds() : search.rounds();
    for (int round = 0; round < rounds; round++) {
      int best = states.next();
      if (best < 0) {
        return;
      }
      states.unpack(best, on);
      double value = evaluator.evaluate(on, values, offset);
      evaluator.offerNeighbours(on, value, values, offset, states);
    }
  }

  /** Puts the posterior of the states into {@link #shares}; returns {@code ln sum p(x, z)}. */
  private double share() {
    double largest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < states.size(); s++) {
      largest = Math.max(largest, states.value(s));
    }
    double sum = 0;
    for (int s = 0; s < states.size(); s++) {
      sum += Math.exp(states.value(s) - largest);
    }
    double bound = largest + Math.log(sum);
    for (int s = 0; s < states.size(); s++) {
      shares[s] = Math.exp(states.value(s) - bound);
    }
    return bound;
  }

  private void accumulate(Block dense, int row, int state, double weight, double[] into) {
    states.unpack(state, on);
    evaluator.evaluate(on, dense.values(), row * dense.columns());
    for (int l = 0; l < sums.length; l++) {
      accumulateLayer(dense, row, l, weight, into);
    }
  }

  private void accumulateLayer(Block dense, int row, int l, double weight, double[] into) {
    Sums layer = sums[l];
    double[] logits = evaluator.logits(l);
    double[] residual = layer.residual;
    int n = residual.length;
    double reduction = 0; // of a S(a): the entropy is the normaliser less this
    for (int j = 0; j < n; j++) {
      double p = Logits.probability(logits[j]);
      double y = evaluator.value(l, j, dense.values(), row * dense.columns());
      residual[j] = weight * (y - p);
      layer.curvatures[j] = weight * p * (1 - p);
      reduction += logits[j] * p;
    }
    layer.likelihood += weight * evaluator.term(l);
    layer.entropy += weight * (evaluator.normaliser(l) - reduction);
    int rows = parameters.layers().get(l).inputs() + 1;
    int first = evaluator.first(l + 1);
    for (int i = 0; i < rows; i++) {
      if (i < rows - 1 && !on[first + i]) {
        continue;
      }
      int at = layer.gradient + i * n;
      int curvatureAt = layer.curvature + i * n;
      for (int j = 0; j < n; j++) {
        into[at + j] += residual[j];
        into[curvatureAt + j] += layer.curvatures[j];
      }
      for (int k = i; k < rows; k++) {
        into[layer.gram + i * rows + k] += k == rows - 1 || on[first + k] ? weight : 0;
      }
    }
  }

  /**
   * The posteriors of the rows of a block, from nothing.
   *
   * @param latent Modified. How probable each latent is on, row-major [rows, H].
   * @param bound Modified. The bound of each row, nats, [rows].
   */
  public void posteriors(Block block, double[] latent, double[] bound) {
    Block dense = BinaryRows.checked(block);
    Arrays.fill(latent, 0, block.rows() * on.length, 0);
    for (int i = 0; i < block.rows(); i++) {
      seek(dense, i, null);
      bound[i] = share();
      for (int s = 0; s < states.size(); s++) {
        states.unpack(s, on);
        for (int h = 0; h < on.length; h++) {
          latent[i * on.length + h] += on[h] ? shares[s] : 0;
        }
      }
    }
  }
}
