package io.entrosum.model;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;

/** Sigmoid belief networks by their definition, in linear space: the twin of the kernels. */
final class NaiveBelief {
  private NaiveBelief() {}

  /** {@code p(x, z)}, z by its bits, the layer next to the data first. */
  static double joint(BeliefParameters parameters, double[] row, int z) {
    double product = 1;
    double[] values = row;
    int first = 0;
    for (BeliefLayer layer : parameters.layers()) {
      double[] above = new double[layer.inputs()];
      for (int i = 0; i < above.length; i++) {
        above[i] = z >> (first + i) & 1;
      }
      for (int j = 0; j < layer.outputs(); j++) {
        double a = layer.biases()[j];
        for (int i = 0; i < above.length; i++) {
          a += above[i] * layer.weights()[i * layer.outputs() + j];
        }
        double p = 1 / (1 + Math.exp(-a));
        product *= values[j] == 1 ? p : 1 - p;
      }
      values = above;
      first += above.length;
    }
    return product;
  }

  static double logLikelihood(BeliefParameters parameters, double[] row) {
    double sum = 0;
    for (int z = 0; z < 1 << parameters.latents(); z++) {
      sum += joint(parameters, row, z);
    }
    return Math.log(sum);
  }

  static double[] marginals(BeliefParameters parameters, double[] row) {
    double[] marginals = new double[parameters.latents()];
    for (int z = 0; z < 1 << marginals.length; z++) {
      double p = joint(parameters, row, z);
      for (int h = 0; h < marginals.length; h++) {
        marginals[h] += (z >> h & 1) * p;
      }
    }
    double likelihood = Math.exp(logLikelihood(parameters, row));
    for (int h = 0; h < marginals.length; h++) {
      marginals[h] /= likelihood;
    }
    return marginals;
  }

  static double meanFieldBound(BeliefParameters parameters, double[] row, double[] m) {
    double bound = 0;
    for (int z = 0; z < 1 << m.length; z++) {
      double q = 1;
      for (int h = 0; h < m.length; h++) {
        q *= (z >> h & 1) == 1 ? m[h] : 1 - m[h];
      }
      bound += q == 0 ? 0 : q * (Math.log(joint(parameters, row, z)) - Math.log(q));
    }
    return bound;
  }
}
