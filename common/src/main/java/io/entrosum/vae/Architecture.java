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
 * @param prior of the latents
 * @param decoding what the means of the columns are
 * @param rank the number R of directions in which latents vary together given a row, {@code T =
 *     diag(d^2) + sum_r v_r v_r'}; 0: they are independent
 */
public record Architecture(
    int columns,
    int latents,
    Network encoder,
    Network decoder,
    Observables observables,
    Posteriors posteriors,
    Outputs outputs,
    Prior prior,
    Decoding decoding,
    int rank)
    implements Serializable {
  /** Before the names of the encoder's weights. */
  public static final String ENCODER = "encoder";

  /** Before the names of the decoder's weights. */
  public static final String DECODER = "decoder";

  /** The head of the means. */
  public static final String MEAN = "mean";

  /** The head of the log-variances. */
  public static final String LOG_VARIANCE = "log_variance";

  /** The head of the directions in which latents vary together, [R, H] of a row. */
  public static final String FACTORS = "factors";

  /** After the name of a layer: its weights, [outputs, inputs]. */
  public static final String WEIGHT = "weight";

  /** After the name of a layer: its biases, [outputs]. */
  public static final String BIAS = "bias";

  /** {@code ln s2} in units of the networks, where it is learned by gradient. */
  public static final String LOG_NOISE = "log_noise";

  /** {@code ln alpha_h^2} or {@code ln lambda_h}, [H], where they are learned by gradient. */
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

  /** The means of the columns given latents. */
  public enum Decoding {
    /** The decoder's. */
    NETWORK,
    /**
     * {@code W z}, the columns of W of unit norm, and no biases: the weights of the decoder's head
     * over the norms of their columns. Rows are not centred.
     */
    DICTIONARY
  }

  /** The most directions in which latents vary together given a row. */
  private static final int LARGEST_RANK = 64;

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
    boolean exact = isExact(decoder, observables, outputs);
    if (decoding == Decoding.DICTIONARY && !exact) {
      throw new IllegalArgumentException(
          "decoder: a dictionary has no hidden layer, and Gaussian columns of one variance");
    }
    int largest = Math.min(latents, LARGEST_RANK);
    if (rank < 0 || rank > largest) {
      throw new IllegalArgumentException(
          "posterior-rank: must be >= 0 and <= " + largest + " but was " + rank);
    }
    if (rank > 0 && (!exact || posteriors != Posteriors.PER_ROW)) {
      throw new IllegalArgumentException(
          "posterior-rank: must be 0 unless the decoder is affine and posteriors have variances a"
              + " row, but was "
              + rank);
    }
  }

  /** Networks that decode by a network, whose latents are independent given a row. */
  public Architecture(
      int columns,
      int latents,
      Network encoder,
      Network decoder,
      Observables observables,
      Posteriors posteriors,
      Outputs outputs,
      Prior prior) {
    this(
        columns,
        latents,
        encoder,
        decoder,
        observables,
        posteriors,
        outputs,
        prior,
        Decoding.NETWORK,
        0);
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

  /**
   * Amortised sparse coding: Laplace latents, a dictionary, posteriors from an encoder.
   *
   * @param rank of what latents have in common given a row
   */
  public static Architecture dictionary(int columns, int latents, Network encoder, int rank) {
    return new Architecture(
        columns,
        latents,
        encoder,
        Network.linear(),
        Observables.GAUSSIAN,
        Posteriors.PER_ROW,
        Outputs.SHARED,
        Prior.LAPLACE,
        Decoding.DICTIONARY,
        rank);
  }

  /** The same networks for another number of columns. */
  public Architecture ofColumns(int number) {
    return new Architecture(
        number, latents, encoder, decoder, observables, posteriors, outputs, prior, decoding, rank);
  }

  /** The same with other variances of posteriors. */
  public Architecture with(Posteriors other) {
    return new Architecture(
        columns, latents, encoder, decoder, observables, other, outputs, prior, decoding, rank);
  }

  /** The same with other variances of columns. */
  public Architecture with(Outputs other) {
    return new Architecture(
        columns, latents, encoder, decoder, observables, posteriors, other, prior, decoding, rank);
  }

  /** The same with another prior. */
  public Architecture with(Prior other) {
    return new Architecture(
        columns,
        latents,
        encoder,
        decoder,
        observables,
        posteriors,
        outputs,
        other,
        decoding,
        rank);
  }

  /** The same with other observables. */
  public Architecture with(Observables other) {
    return new Architecture(
        columns, latents, encoder, decoder, other, posteriors, outputs, prior, decoding, rank);
  }

  /** Whether there is one s2. */
  public boolean hasNoise() {
    return observables == Observables.GAUSSIAN && outputs == Outputs.SHARED;
  }

  /** Whether columns are {@code W z}, and latents in units of rows over their scale. */
  public boolean hasDictionary() {
    return decoding == Decoding.DICTIONARY;
  }

  /**
   * Whether the expectation over latents is in closed form: {@code E|x - W z - b|^2 = |x - W nu -
   * b|^2 + sum_h d_h^2 |W_h|^2 + sum_r |W v_r|^2}.
   */
  public boolean isExact() {
    return isExact(decoder, observables, outputs);
  }

  private static boolean isExact(Network decoder, Observables observables, Outputs outputs) {
    return observables == Observables.GAUSSIAN
        && outputs == Outputs.SHARED
        && decoder.layers().isEmpty()
        && decoder.isLinear();
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
    if (rank > 0) {
      head(all.part(ENCODER), FACTORS, last, Math.multiplyExact(rank, latents));
    }
    if (hasDictionary()) {
      all.part(DECODER).part(MEAN).add(WEIGHT, columns, latents);
    } else {
      last = hidden(all.part(DECODER), decoder, latents);
      head(all.part(DECODER), MEAN, last, columns);
    }
    if (outputs == Outputs.PER_OUTPUT) {
      head(all.part(DECODER), LOG_VARIANCE, last, columns);
    }
    if (variances == VarianceMethod.LEARNED && hasNoise()) {
      all.add(LOG_NOISE, 1);
    }
    if (variances == VarianceMethod.LEARNED && prior.isLearned()) {
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
