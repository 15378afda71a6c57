package io.entrosum.belief;

/**
 * The product of independent binary latents that is nearest to a distribution over their states, by
 * coordinate ascent from its marginals:
 *
 * <pre>
 *   logit m_h = E_{q without h} [ln p(x, z with h) - ln p(x, z without h)]
 * </pre>
 *
 * @param probabilities m, [H]
 * @param states of the product, [2^H]
 * @param entropy of the product, nats
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record MeanField(double[] probabilities, double[] states, double entropy) {
  private static final int MOST_SWEEPS = 500;

  /** No probability changes by more in the last sweep. */
  private static final double SETTLED = 1e-13;

  /**
   * Seeks it.
   *
   * @param joint log-probabilities of all states, up to a constant. Not modified.
   */
  static MeanField of(int latents, double[] joint) {
    double[] logits = new double[latents];
    double[] m = marginals(latents, joint);
    double[] product = new double[joint.length];
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      double change = 0;
      for (int h = 0; h < latents; h++) {
        double before = m[h];
        logits[h] = difference(latents, h, m, joint, product);
        m[h] = Logits.probability(logits[h]);
        change = Math.max(change, Math.abs(m[h] - before));
      }
      if (change <= SETTLED) {
        break;
      }
    }
    double entropy = 0;
    for (double logit : logits) {
      entropy += Logits.entropy(logit);
    }
    fill(latents, -1, m, product);
    return new MeanField(m, product, entropy);
  }

  private static double[] marginals(int latents, double[] joint) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : joint) {
      largest = Math.max(largest, value);
    }
    double[] m = new double[latents];
    double total = 0;
    for (int s = 0; s < joint.length; s++) {
      double p = Math.exp(joint[s] - largest);
      total += p;
      for (int h = 0; h < latents; h++) {
        m[h] += (s >> h & 1) * p;
      }
    }
    for (int h = 0; h < latents; h++) {
      m[h] /= total;
    }
    return m;
  }

  /** The product over all latents but one, over the states in which that one is off. */
  private static void fill(int latents, int without, double[] m, double[] product) {
    product[0] = 1;
    for (int h = 0; h < latents; h++) {
      int size = 1 << h;
      double on = h == without ? 0 : m[h];
      double off = h == without ? 1 : 1 - m[h];
      for (int s = 0; s < size; s++) {
        product[s + size] = product[s] * on;
        product[s] *= off;
      }
    }
  }

  private static double difference(
      int latents, int h, double[] m, double[] joint, double[] product) {
    fill(latents, h, m, product);
    int bit = 1 << h;
    double sum = 0;
    for (int s = 0; s < joint.length; s++) {
      if ((s & bit) == 0) {
        sum += product[s] * (joint[s | bit] - joint[s]);
      }
    }
    return sum;
  }
}
