package io.entrosum.family;

/**
 * The M-step of the beta distribution: {@code alpha, beta} that maximise {@code alpha t1 + beta t2
 * - ln B(alpha, beta)} with {@code alpha + beta <= most}.
 *
 * <p>The objective is concave. With the sum {@code c = alpha + beta} given, the best {@code w =
 * ln(alpha / beta)} solves {@code psi(alpha) - psi(beta) = t1 - t2}, whose left side rises in w.
 * The objective at these best w is concave in c, with slope {@code t1 - psi(alpha) + psi(c)}: if it
 * is not negative at {@code c = most}, the bound holds and {@code most} is the exact constrained
 * maximiser; otherwise the root of the slope is the unconstrained one.
 *
 * <p>No parameter comes near 0: {@code psi(a) - psi(a + b) < 1 / (a + b) - 1 / a} gives {@code c >
 * 1 / sqrt(t1 t2)} and a parameter of at least {@code 1 / (2 |t|)}; logarithms of doubles in (0, 1)
 * are above -745.2, so both parameters are above 6.7e-4.
 */
final class BetaMoments {
  /** {@code |w|} beyond which a parameter would underflow. */
  private static final double MAX_LOGIT = 700;

  private final double t1;
  private final double t2;
  private double alpha;
  private double beta;

  private BetaMoments(double t1, double t2) {
    this.t1 = t1;
    this.t2 = t2;
  }

  /**
   * Solves the M-step.
   *
   * @param t1 the mean of {@code ln x}
   * @param t2 the mean of {@code ln(1 - x)}
   * @param most the largest {@code alpha + beta}
   * @param theta Modified. {@code alpha, beta} from {@code to} on.
   * @return whether the bound holds
   */
  static boolean solve(double t1, double t2, double most, double[] theta, int to) {
    BetaMoments moments = new BetaMoments(t1, t2);
    double least = 1 / Math.sqrt(t1 * t2);
    boolean bounded = !(least < most) || moments.slopeAt(most) >= 0;
    if (bounded) {
      moments.split(most);
    } else {
      moments.findSum(least, most);
      moments.polish();
      moments.polish();
    }
    theta[to] = moments.alpha;
    theta[to + 1] = moments.beta;
    return bounded;
  }

  /** Sets the unconstrained maximiser, whose sum lies between two numbers. */
  private void findSum(double least, double most) {
    IncreasingRoot.Curve fall =
        new IncreasingRoot.Curve() {
          @Override
          public double value(double logSum) {
            return -slopeAt(Math.exp(logSum));
          }

          @Override
          public double slope(double logSum) {
            double c = Math.exp(logSum);
            double a = Polygamma.trigamma(alpha);
            double b = Polygamma.trigamma(beta);
            return c * (a * b / (a + b) - Polygamma.trigamma(c));
          }
        };
    double start = -Math.log(2 * (1 - Math.exp(t1) - Math.exp(t2)));
    double low = Math.log(least);
    double high = Math.log(most);
    double within = start > low && start < high ? start : 0.5 * (low + high);
    split(Math.exp(IncreasingRoot.find(fall, low, high, within, 1)));
  }

  /** The slope of the objective in c, with the best w. */
  private double slopeAt(double c) {
    split(c);
    return alpha < beta
        ? t2 + Polygamma.digammaStep(beta, alpha)
        : t1 + Polygamma.digammaStep(alpha, beta);
  }

  /** Sets the best alpha and beta of a given sum. */
  private void split(double c) {
    IncreasingRoot.Curve curve =
        new IncreasingRoot.Curve() {
          @Override
          public double value(double w) {
            set(c, w);
            double difference = Polygamma.logMinusDigamma(beta) - Polygamma.logMinusDigamma(alpha);
            return w + difference - (t1 - t2);
          }

          @Override
          public double slope(double w) {
            return (Polygamma.trigamma(alpha) + Polygamma.trigamma(beta)) * (alpha / c) * beta;
          }
        };
    double psi = Polygamma.digamma(c);
    double start = Math.log(inverseDigamma(t1 + psi) / inverseDigamma(t2 + psi));
    set(c, IncreasingRoot.find(curve, -MAX_LOGIT, MAX_LOGIT, start, 1));
  }

  private void set(double c, double w) {
    alpha = c / (1 + Math.exp(-w));
    beta = c / (1 + Math.exp(w));
  }

  /** About the x with {@code psi(x) = y} (Minka, Estimating a Dirichlet distribution, 2000). */
  private static double inverseDigamma(double y) {
    return y >= -2.22 ? Math.exp(y) + 0.5 : -1 / (y - Polygamma.digamma(1));
  }

  /**
   * A Newton step on both moment equations together, each of which is then right to its own
   * relative precision, however different they are in size.
   */
  private void polish() {
    double r1 = t1 + Polygamma.digammaStep(alpha, beta);
    double r2 = t2 + Polygamma.digammaStep(beta, alpha);
    double a = Polygamma.trigamma(alpha);
    double b = Polygamma.trigamma(beta);
    double c = Polygamma.trigamma(alpha + beta);
    double determinant = a * b - c * (a + b);
    double nextAlpha = alpha + ((b - c) * r1 + c * r2) / determinant;
    double nextBeta = beta + (c * r1 + (a - c) * r2) / determinant;
    if (nextAlpha > 0 && nextBeta > 0) {
      alpha = nextAlpha;
      beta = nextBeta;
    }
  }
}
