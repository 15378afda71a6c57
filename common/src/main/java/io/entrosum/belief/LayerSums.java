package io.entrosum.belief;

/**
 * What statistics say about one layer, u the units above and y its own, as means over rows and
 * posteriors.
 *
 * @param inputs the number of units above
 * @param gradient {@code E u_i (y_j - S(a_j))}, row-major [inputs + 1, outputs]; the last row, of
 *     the biases, has u = 1
 * @param gram {@code E u_i u_k}, row-major [inputs + 1, inputs + 1], upper triangle, likewise
 * @param curvature {@code E u_i S(a_j) (1 - S(a_j))}, row-major [inputs + 1, outputs], likewise:
 *     the diagonal of the Hessian of each unit
 * @param scalars {@code E sum_j ln p(y_j | u)} and {@code E sum_j h(S(a_j))}, h the entropy of a
 *     binary unit, nats
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record LayerSums(
    int inputs, double[] gradient, double[] gram, double[] curvature, double[] scalars) {
  static LayerSums zero(int inputs, int outputs) {
    int rows = inputs + 1;
    return new LayerSums(
        inputs,
        new double[rows * outputs],
        new double[rows * rows],
        new double[rows * outputs],
        new double[2]);
  }

  int outputs() {
    return gradient.length / (inputs + 1);
  }

  double logLikelihood() {
    return scalars[0];
  }

  double entropy() {
    return scalars[1];
  }

  void addLogLikelihood(double amount) {
    scalars[0] += amount;
  }

  void addEntropy(double amount) {
    scalars[1] += amount;
  }

  /** Adds what a state of the units above says, whose bits are the units that are on. */
  void add(int state, double[] residual, double[] curvatures) {
    int n = outputs();
    for (int i = 0; i <= inputs; i++) {
      if (i == inputs || (state >> i & 1) != 0) {
        for (int j = 0; j < n; j++) {
          gradient[i * n + j] += residual[j];
          curvature[i * n + j] += curvatures[j];
        }
      }
    }
  }

  /** Adds a weight to all pairs of units that are on. */
  void addGram(int state, double weight) {
    for (int i = 0; i <= inputs; i++) {
      if (i == inputs || (state >> i & 1) != 0) {
        for (int k = i; k <= inputs; k++) {
          gram[i * (inputs + 1) + k] += k == inputs || (state >> k & 1) != 0 ? weight : 0;
        }
      }
    }
  }
}
