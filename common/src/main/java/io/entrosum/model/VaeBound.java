package io.entrosum.model;

import io.entrosum.entropy.Entropies;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.Statistics;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Observables;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VaeSums;

/**
 * The bound of an autoencoder from the sums of a pass, nats per unit of weight: three entropies,
 * and what variances miss of their optimum.
 *
 * <pre>
 *   F = S + D/2 (1 - mse / s2) + 1/2 sum_h (1 - m_h / alpha_h^2)
 *   S = mean H[q_n] - H[p(z)] - E H[p(x | z)]
 * </pre>
 *
 * @param logVariances {@code mean ln tau_h^2}, [H]
 * @param squares {@code m_h = mean (nu_h^2 + tau_h^2)}, [H]
 * @param fit mean of {@link io.entrosum.vae.Evaluation#fit}
 * @param spread mean of {@link io.entrosum.vae.Evaluation#spread}
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record VaeBound(
    VaeParameters parameters, double[] logVariances, double[] squares, double fit, double spread) {
  /** A latent whose posteriors have a mean entropy above this tells nothing of rows, nats. */
  static final double COLLAPSED = 1.0;

  /** No variance becomes less, relative to its start in units of the networks. */
  private static final double LEAST = 1e-12;

  static VaeBound of(VaeParameters parameters, Statistics statistics) {
    double weight = statistics.get(LatentModel.WEIGHT);
    return new VaeBound(
        parameters,
        means(statistics.array(VaeSums.LOG_VARIANCES), weight),
        means(statistics.array(VaeSums.SQUARES), weight),
        statistics.get(VaeSums.FIT) / weight,
        statistics.get(VaeSums.SPREAD) / weight);
  }

  private static double[] means(double[] sums, double weight) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= weight;
    }
    return sums;
  }

  EntropyTerms terms() {
    int h = squares.length;
    double posterior = Entropies.gaussian(h, sum(logVariances));
    double priorLogs = 0;
    double gap = 0;
    for (int i = 0; i < h; i++) {
      priorLogs += Math.log(parameters.prior()[i]);
      gap += .5 * (1 - squares[i] / parameters.prior()[i]);
    }
    double prior = Entropies.gaussian(h, priorLogs);
    double observation = observation();
    gap += observationGap();
    return new EntropyTerms(
        posterior - prior - observation + gap, posterior, prior, observation, 0, 0);
  }

  private double observation() {
    Architecture architecture = parameters.architecture();
    if (architecture.observables() == Observables.BERNOULLI) {
      return spread;
    }
    int d = architecture.columns();
    return Entropies.gaussian(
        d, architecture.hasNoise() ? d * Math.log(parameters.noise()) : spread);
  }

  private double observationGap() {
    Architecture architecture = parameters.architecture();
    if (architecture.observables() == Observables.BERNOULLI) {
      return fit;
    }
    int d = architecture.columns();
    return .5 * (architecture.hasNoise() ? d - fit / parameters.noise() : d - fit);
  }

  /** Mean entropies of posteriors in units of the prior's deviations, nats, [H]. */
  double[] encoderEntropies() {
    double[] entropies = new double[squares.length];
    for (int i = 0; i < entropies.length; i++) {
      entropies[i] = Entropies.gaussian(1, logVariances[i] - Math.log(parameters.prior()[i]));
    }
    return entropies;
  }

  /** The parameters with s2 and alpha at their optimum. */
  VaeParameters optimum() {
    Architecture architecture = parameters.architecture();
    double scale = parameters.scaling().common();
    double noise = parameters.noise();
    if (architecture.hasNoise()) {
      noise = atLeast(fit / architecture.columns(), LEAST * scale * scale);
    }
    double[] prior = parameters.prior();
    if (architecture.prior() == Architecture.Prior.LEARNED) {
      prior = squares.clone();
      for (int i = 0; i < prior.length; i++) {
        prior[i] = atLeast(prior[i], LEAST);
      }
    }
    return parameters.withVariances(noise, prior);
  }

  /** NaN stays, so that it is seen. */
  private static double atLeast(double value, double least) {
    return value < least ? least : value;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
