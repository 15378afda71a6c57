package io.entrosum.belief;

import java.util.List;

/** The joint log-probability of a row and states, and of the neighbours of a state. */
final class StateEvaluator {
  private final List<BeliefLayer> layers;
  private final int[] firsts;
  private final double[][] logits;
  private final double[] terms;
  private final double[] normalisers;
  private final double[] units;

  StateEvaluator(BeliefParameters parameters) {
    this.layers = parameters.layers();
    this.firsts = new int[layers.size() + 1];
    this.logits = new double[layers.size()][];
    this.terms = new double[layers.size()];
    this.normalisers = new double[layers.size()];
    this.units = new double[parameters.latents()];
    for (int l = 0; l < layers.size(); l++) {
      logits[l] = new double[layers.get(l).outputs()];
      firsts[l + 1] = l == 0 ? 0 : firsts[l] + layers.get(l).outputs();
    }
  }

  /** Where the latents of a layer begin; layer 1 is next to the data. */
  int first(int layer) {
    return firsts[layer];
  }

  /** The logits of a layer at the last state. */
  double[] logits(int layer) {
    return logits[layer];
  }

  /** What a layer adds to the log-probability of the last state. */
  double term(int layer) {
    return terms[layer];
  }

  /** {@code sum ln(1 + e^a)} of a layer at the last state. */
  double normaliser(int layer) {
    return normalisers[layer];
  }

  /** The values of the units of a layer at the last state: those of the row, or latents. */
  double value(int layer, int unit, double[] row, int rowOffset) {
    return layer == 0 ? row[rowOffset + unit] : units[firsts[layer] + unit];
  }

  /** {@code ln p(x, z)}, nats. */
  double evaluate(boolean[] on, double[] row, int rowOffset) {
    for (int h = 0; h < on.length; h++) {
      units[h] = on[h] ? 1 : 0;
    }
    double sum = 0;
    for (int l = 0; l < layers.size(); l++) {
      BeliefLayer layer = layers.get(l);
      layer.logits(on, firsts[l + 1], logits[l]);
      double[] values = l == 0 ? row : units;
      int offset = l == 0 ? rowOffset : firsts[l];
      normalisers[l] = Logits.normaliser(logits[l], 0, layer.outputs());
      double term = -normalisers[l];
      for (int j = 0; j < layer.outputs(); j++) {
        term += values[offset + j] * logits[l][j];
      }
      terms[l] = term;
      sum += term;
    }
    return sum;
  }

  /**
   * Offers all states that differ from the last one in one unit.
   *
   * @param on the units of the last state
   * @param value its log-probability
   */
  void offerNeighbours(boolean[] on, double value, double[] row, int rowOffset, StateSet states) {
    for (int l = 1; l < layers.size(); l++) {
      BeliefLayer below = layers.get(l - 1);
      double[] values = l == 1 ? row : units;
      int offset = l == 1 ? rowOffset : firsts[l - 1];
      for (int i = 0; i < below.inputs(); i++) {
        int h = firsts[l] + i;
        double sign = on[h] ? -1 : 1;
        double term =
            Logits.changed(
                below.outputs(),
                values,
                offset,
                logits[l - 1],
                sign,
                below.weights(),
                i * below.outputs());
        states.offer(on, h, value + term - terms[l - 1] + sign * logits[l][i]);
      }
    }
  }
}
