package io.entrosum.vae;

import io.entrosum.stats.StatisticsLayout;
import java.io.Serializable;

/**
 * The networks of an autoencoder and what they give.
 *
 * @param columns the number D of columns
 * @param latents the number H of latents
 * @param encoder from a row to mean and log-variance of its posterior
 * @param decoder from latents to the parameters of the columns
 * @param observables the distribution of the columns
 * @param posteriors whether every row has variances of its own
 * @param outputs whether the variances of the columns depend on the latents (VAE-3)
 * @param prior whether the variances of the prior are learned (VAE-2)
 */
public record Architecture(
    int columns,
    int latents,
    Network encoder,
    Network decoder,
    Observables observables,
    Posteriors posteriors,
    Outputs outputs,
    Prior prior)
    implements Serializable {
  /** Before the names of the encoder's weights. */
  public static final String ENCODER = "encoder";

  /** Before the names of the decoder's weights. */
  public static final String DECODER = "decoder";

  /** The head of the means. */
  public static final String MEAN = "mean";

  /** The head of the log-variances. */
  public static final String LOG_VARIANCE = "log_variance";

  /** After the name of a layer: its weights, [outputs, inputs]. */
  public static final String WEIGHT = "weight";

  /** After the name of a layer: its biases, [outputs]. */
  public static final String BIAS = "bias";

  /** {@code ln s2} in units of the networks, where it is learned by gradient. */
  public static final String LOG_NOISE = "log_noise";

  /** {@code ln alpha_h^2}, [H], where they are learned by gradient. */
  public static final String LOG_PRIOR = "log_prior";

  /** Variances of posteriors. */
  public enum Posteriors {
    /** A head of the encoder. */
    PER_ROW,
    /** The same of all rows: what the posteriors of linear models have. */
    SHARED
  }

  /** Variances of Gaussian columns. */
  public enum Outputs {
    /** One s2. */
    SHARED,
    /** A head of the decoder. */
    PER_OUTPUT
  }

  /** The prior {@code N(0, diag alpha^2)}. */
  public enum Prior {
    /** alpha = 1. */
    STANDARD,
    /** alpha is a parameter. */
    LEARNED
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  public Architecture {
    if (columns < 1) {
      throw new IllegalArgumentException("columns: must be >= 1 but was " + columns);
    }
    if (latents < 1) {
      throw new IllegalArgumentException("latent-dimensions: must be >= 1 but was " + latents);
    }
    if (observables == Observables.BERNOULLI && outputs == Outputs.PER_OUTPUT) {
      throw new IllegalArgumentException(
          "decoder-variances: must be shared with observables = bernoulli, which have no variances,"
              + " but was per-output");
    }
  }

  /** VAE-1: Gaussian columns of one variance, a standard prior. */
  public static Architecture of(int columns, int latents, Network encoder, Network decoder) {
    return new Architecture(
        columns,
        latents,
        encoder,
        decoder,
        Observables.GAUSSIAN,
        Posteriors.PER_ROW,
        Outputs.SHARED,
        Prior.STANDARD);
  }

  /** The linear autoencoder, whose optimum is that of probabilistic PCA. */
  public static Architecture linear(int columns, int latents) {
    return of(columns, latents, Network.linear(), Network.linear()).with(Posteriors.SHARED);
  }

  /** The same networks for another number of columns. */
  public Architecture ofColumns(int number) {
    return new Architecture(
        number, latents, encoder, decoder, observables, posteriors, outputs, prior);
  }

  /** The same with other variances of posteriors. */
  public Architecture with(Posteriors other) {
    return new Architecture(columns, latents, encoder, decoder, observables, other, outputs, prior);
  }

  /** The same with other variances of columns. */
  public Architecture with(Outputs other) {
    return new Architecture(
        columns, latents, encoder, decoder, observables, posteriors, other, prior);
  }

  /** The same with another prior. */
  public Architecture with(Prior other) {
    return new Architecture(
        columns, latents, encoder, decoder, observables, posteriors, outputs, other);
  }

  /** The same with other observables. */
  public Architecture with(Observables other) {
    return new Architecture(columns, latents, encoder, decoder, other, posteriors, outputs, prior);
  }

  /** Whether there is one s2. */
  public boolean hasNoise() {
    return observables == Observables.GAUSSIAN && outputs == Outputs.SHARED;
  }

  /**
   * Whether the expectation over latents is in closed form: {@code E|x - W z - b|^2 = |x - W nu -
   * b|^2 + sum_h tau_h^2 |W_h|^2}.
   */
  public boolean isExact() {
    return hasNoise() && decoder.layers().isEmpty() && decoder.isLinear();
  }

  /**
   * The weights in one flat array.
   *
   * @param variances how s2 and alpha are found: they are weights only if by gradient
   */
  public StatisticsLayout weights(VarianceMethod variances) {
    StatisticsLayout.Builder all = StatisticsLayout.builder();
    int last = hidden(all.part(ENCODER), encoder, columns);
    head(all.part(ENCODER), MEAN, last, latents);
    if (posteriors == Posteriors.PER_ROW) {
      head(all.part(ENCODER), LOG_VARIANCE, last, latents);
    } else {
      all.part(ENCODER).part(LOG_VARIANCE).add(BIAS, latents);
    }
    last = hidden(all.part(DECODER), decoder, latents);
    head(all.part(DECODER), MEAN, last, columns);
    if (outputs == Outputs.PER_OUTPUT) {
      head(all.part(DECODER), LOG_VARIANCE, last, columns);
    }
    if (variances == VarianceMethod.LEARNED && hasNoise()) {
      all.add(LOG_NOISE, 1);
    }
    if (variances == VarianceMethod.LEARNED && prior == Prior.LEARNED) {
      all.add(LOG_PRIOR, latents);
    }
    return all.build();
  }

  private static int hidden(StatisticsLayout.Builder into, Network network, int inputs) {
    for (int i = 0; i < network.layers().size(); i++) {
      head(into, Integer.toString(i), network.inputs(i, inputs), network.layers().get(i));
    }
    return network.inputs(network.layers().size(), inputs);
  }

  private static void head(StatisticsLayout.Builder into, String name, int inputs, int outputs) {
    into.part(name).add(WEIGHT, outputs, inputs).add(BIAS, outputs);
  }
}
