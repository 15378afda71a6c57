package io.entrosum.belief;

import java.util.ArrayList;
import java.util.List;

/**
 * All states of the latents of a small network: bit h of a state is latent h. The joint
 * log-probability of a row and a state is {@code x . logits[first layer] + own[state]}.
 */
final class EnumeratedStates {
  /** The most latents whose states can be listed. */
  static final int MOST_LATENTS = 16;

  private final BeliefParameters parameters;
  private final int near;
  private final double[] logits;
  private final double[] own;

  EnumeratedStates(BeliefParameters parameters) {
    this.parameters = parameters;
    this.near = 1 << parameters.layers().get(0).inputs();
    this.logits = parameters.layers().get(0).allLogits();
    this.own = prior();
    int d = parameters.columns();
    for (int state = 0; state < near; state++) {
      double normaliser = Logits.normaliser(logits, state * d, d);
      for (int s = state; s < own.length; s += near) {
        own[s] -= normaliser;
      }
    }
  }

  /** The log-probabilities of all states. */
  private double[] prior() {
    double[] prior = new double[1 << parameters.latents()];
    int first = 0;
    for (BeliefLayer layer : parameters.layers().subList(1, parameters.layers().size())) {
      int n = layer.outputs();
      double[] above = layer.allLogits();
      double[] normalisers = new double[1 << layer.inputs()];
      for (int u = 0; u < normalisers.length; u++) {
        normalisers[u] = Logits.normaliser(above, u * n, n);
      }
      for (int s = 0; s < prior.length; s++) {
        int u = s >> (first + n) & (normalisers.length - 1);
        double sum = -normalisers[u];
        for (int j = 0; j < n; j++) {
          sum += (s >> (first + j) & 1) * above[u * n + j];
        }
        prior[s] += sum;
      }
      first += n;
    }
    return prior;
  }

  /** The number of states of the layer next to the data; the lowest bits of a state are its. */
  int near() {
    return near;
  }

  /** The number of states. */
  int count() {
    return own.length;
  }

  /** Of the columns for each state of the layer next to the data, row-major [near, D]. */
  double[] logits() {
    return logits;
  }

  /** What a state adds whatever the row is, [count]. */
  double[] own() {
    return own;
  }

  /**
   * What each layer has to explain.
   *
   * @param states how much weight each state has, [count]
   * @param rows how much of the weight of each state of the layer next to the data has a column on,
   *     row-major [near, D]
   */
  static List<LayerTable> tables(BeliefParameters parameters, double[] states, double[] rows) {
    List<LayerTable> tables = new ArrayList<>();
    int near = 1 << parameters.layers().get(0).inputs();
    double[] weights = new double[near];
    for (int s = 0; s < states.length; s++) {
      weights[s & (near - 1)] += states[s];
    }
    tables.add(new LayerTable(parameters.layers().get(0).inputs(), weights, rows));
    int first = 0;
    for (BeliefLayer layer : parameters.layers().subList(1, parameters.layers().size())) {
      int n = layer.outputs();
      double[] above = new double[1 << layer.inputs()];
      double[] successes = new double[above.length * n];
      for (int s = 0; s < states.length; s++) {
        int u = s >> (first + n) & (above.length - 1);
        above[u] += states[s];
        for (int j = 0; j < n; j++) {
          successes[u * n + j] += (s >> (first + j) & 1) * states[s];
        }
      }
      tables.add(new LayerTable(layer.inputs(), above, successes));
      first += n;
    }
    return tables;
  }
}
