package io.entrosum.belief;

import java.io.Serializable;

/**
 * A layer of binary units, independent given those of the layer above.
 *
 * <pre>
 *   y_j ~ Bernoulli(S(a_j)),   a_j = b_j + sum_i V_ij u_i,   S(a) = 1 / (1 + e^-a)
 * </pre>
 *
 * <p>The topmost layer has no inputs: its biases are the logits of the prior. Immutable.
 */
public final class BeliefLayer implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int inputs;
  private final int outputs;
  private final double[] weights;
  private final double[] biases;

  /**
   * A layer.
   *
   * @param inputs the number of units above, 0 for the topmost layer
   * @param weights V, row-major [inputs, outputs]; kept, not copied
   * @param biases b, [outputs], at least one; kept, not copied
   * @throws IllegalArgumentException if the lengths do not fit, or a number is not finite
   */
  public BeliefLayer(int inputs, double[] weights, double[] biases) {
    if (biases.length == 0 || weights.length != (long) inputs * biases.length) {
      throw new IllegalArgumentException(
          "belief network: "
              + weights.length
              + " weights are not those of "
              + inputs
              + " units above "
              + biases.length);
    }
    this.inputs = inputs;
    this.outputs = biases.length;
    this.weights = weights;
    this.biases = biases;
    checkFinite("weights", weights);
    checkFinite("biases", biases);
  }

  private static void checkFinite(String name, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "belief network: " + name + " must be finite but there is " + value);
      }
    }
  }

  /** The number of units above. */
  public int inputs() {
    return inputs;
  }

  /** The number of units. */
  public int outputs() {
    return outputs;
  }

  /** V, row-major [inputs, outputs]; the array itself, not to be modified. */
  public double[] weights() {
    return weights;
  }

  /** b, [outputs]; the array itself, not to be modified. */
  public double[] biases() {
    return biases;
  }

  /** The number of weights and biases. */
  int size() {
    return weights.length + outputs;
  }

  /**
   * The logits for a state of the units above.
   *
   * @param on the units of all layers
   * @param first where those above begin in {@code on}
   * @param logits Modified. Overwritten, [outputs].
   */
  void logits(boolean[] on, int first, double[] logits) {
    System.arraycopy(biases, 0, logits, 0, outputs);
    for (int i = 0; i < inputs; i++) {
      if (on[first + i]) {
        int row = i * outputs;
        for (int j = 0; j < outputs; j++) {
          logits[j] += weights[row + j];
        }
      }
    }
  }

  /**
   * The logits for every state of the units above, row-major [2^inputs, outputs]; unit i is on in
   * the states whose bit i is set.
   */
  double[] allLogits() {
    double[] logits = new double[(1 << inputs) * outputs];
    System.arraycopy(biases, 0, logits, 0, outputs);
    for (int state = 1; state < 1 << inputs; state++) {
      int unit = Integer.numberOfTrailingZeros(state);
      int from = (state & (state - 1)) * outputs;
      for (int j = 0; j < outputs; j++) {
        logits[state * outputs + j] = logits[from + j] + weights[unit * outputs + j];
      }
    }
    return logits;
  }
}
