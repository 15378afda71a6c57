package io.entrosum.belief;

/**
 * What a layer has to explain, where the states of the units above are few enough to list them all:
 * of each state how much weight it has, and how much of that has each unit on. A row-wise table of
 * weighted logistic regressions, one a unit, all on the same design.
 *
 * @param inputs the number of units above
 * @param weights of the states, [2^inputs]
 * @param successes row-major [2^inputs, outputs]
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record LayerTable(int inputs, double[] weights, double[] successes) {
  int outputs() {
    return successes.length / weights.length;
  }

  /** The sums about a layer that {@link TruncatedStep} gathers row by row. */
  LayerSums sums(BeliefLayer layer) {
    int n = outputs();
    LayerSums sums = LayerSums.zero(inputs, n);
    double[] logits = layer.allLogits();
    double[] residual = new double[n];
    double[] curvatures = new double[n];
    for (int state = 0; state < weights.length; state++) {
      double r = weights[state];
      if (r == 0) {
        continue;
      }
      for (int j = 0; j < n; j++) {
        double a = logits[state * n + j];
        double p = Logits.probability(a);
        residual[j] = successes[state * n + j] - r * p;
        curvatures[j] = r * p * (1 - p);
      }
      sums.add(state, residual, curvatures);
      sums.addGram(state, r);
      sums.addEntropy(r * entropy(logits, state * n, n));
      sums.addLogLikelihood(
          dot(successes, state * n, logits, state * n, n)
              - r * Logits.normaliser(logits, state * n, n));
    }
    return sums;
  }

  private static double entropy(double[] logits, int offset, int n) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += Logits.entropy(logits[offset + j]);
    }
    return sum;
  }

  private static double dot(double[] a, int aOffset, double[] b, int bOffset, int n) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      sum += a[aOffset + j] * b[bOffset + j];
    }
    return sum;
  }
}
