package io.entrosum.model;

import io.entrosum.entropy.Entropies;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Observables;
import io.entrosum.vae.Prior;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VaeSums;
import io.entrosum.vae.VarianceMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bound of an autoencoder from the sums of a pass, nats per unit of weight: three entropies,
 * and what variances miss of their optimum.
 *
 * <pre>
 *   F = S + D/2 (1 - mse / s2) + 1/2 sum_h (1 - m_h / alpha_h^2)        of Gaussian latents
 *   F = S + D/2 (1 - mse / s2) + sum_h (1 - A_h / lambda_h)              of Laplace latents
 *   S = mean H[q_n] - H[p(z)] - E H[p(x | z)]
 * </pre>
 *
 * @param logVariances {@code mean ln T_hh}, [H]
 * @param logDeterminant {@code mean ln det T}
 * @param moments {@code m_h = mean E z_h^2} or {@code A_h = mean E|z_h|}, [H]
 * @param fit mean of {@link io.entrosum.vae.Evaluation#fit}
 * @param spread mean of {@link io.entrosum.vae.Evaluation#spread}
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record VaeBound(
    VaeParameters parameters,
    double[] logVariances,
    double logDeterminant,
    double[] moments,
    double fit,
    double spread) {
  /** A latent whose posteriors have a mean entropy above this tells nothing of rows, nats. */
  static final double COLLAPSED = 1.0;

  /** No variance becomes less, relative to its start in units of the networks. */
  private static final double LEAST = 1e-12;

  static VaeBound of(VaeParameters parameters, Statistics statistics) {
    double weight = statistics.get(LatentModel.WEIGHT);
    return new VaeBound(
        parameters,
        means(statistics.array(VaeSums.LOG_VARIANCES), weight),
        statistics.get(VaeSums.LOG_DETERMINANT) / weight,
        means(statistics.array(VaeSums.MOMENTS), weight),
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
    int h = moments.length;
    Prior shape = parameters.architecture().prior();
    double units = h * Math.log(parameters.latentUnit());
    double posterior = Entropies.gaussian(h, logDeterminant) + units;
    double prior = units;
    double gap = observationGap();
    for (int i = 0; i < h; i++) {
      prior += shape.entropy(parameters.prior()[i]);
      gap += shape.gap(moments[i], parameters.prior()[i]);
    }
    double observation = observation();
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
    double[] entropies = new double[moments.length];
    Prior prior = parameters.architecture().prior();
    for (int i = 0; i < entropies.length; i++) {
      entropies[i] =
          Entropies.gaussian(1, logVariances[i] - prior.logVariance(parameters.prior()[i]));
    }
    return entropies;
  }

  /** The parameters with s2 and alpha at their optimum. */
  VaeParameters optimum() {
    Architecture architecture = parameters.architecture();
    double noise = parameters.noise();
    if (architecture.hasNoise()) {
      noise = atLeast(fit / architecture.columns(), leastNoise());
    }
    double[] prior = parameters.prior();
    if (architecture.prior().isLearned()) {
      prior = moments.clone();
      for (int i = 0; i < prior.length; i++) {
        prior[i] = atLeast(prior[i], LEAST);
      }
    }
    return parameters.withVariances(noise, prior);
  }

  private double leastNoise() {
    double scale = parameters.scaling().common();
    return LEAST * scale * scale;
  }

  /** Which variances in closed form are at a floor: it keeps them from being no variances. */
  List<ModelEvent> floors() {
    Architecture architecture = parameters.architecture();
    List<ModelEvent> floors = new ArrayList<>();
    if (parameters.variances() != VarianceMethod.CLOSED_FORM) {
      return floors;
    }
    if (architecture.hasNoise() && fit / architecture.columns() < leastNoise()) {
      floors.add(
          new ModelEvent(
              ModelEvent.Kind.NOISE_FLOOR,
              -1,
              1,
              "the noise variance is at its floor, " + LEAST + " of the variance of the data"));
    }
    int raised = (int) Arrays.stream(moments).filter(moment -> moment < LEAST).count();
    if (architecture.prior().isLearned() && raised > 0) {
      floors.add(
          new ModelEvent(
              ModelEvent.Kind.SCALE_FLOOR,
              -1,
              raised,
              raised + " of " + moments.length + " latents have a prior at its floor"));
    }
    return floors;
  }

  /** NaN stays, so that it is seen. */
  private static double atLeast(double value, double least) {
    return value < least ? least : value;
  }
}
