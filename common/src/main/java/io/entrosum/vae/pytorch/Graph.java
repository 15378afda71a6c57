package io.entrosum.vae.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Batch;
import io.entrosum.vae.Network;
import io.entrosum.vae.Observables;
import io.entrosum.vae.VaeParameters;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The terms of the bound as a function of weights, in units of the networks. Shapes are [n, H] of
 * latents, [n, D] of rows; with several samples the decoder sees [S n, H] and gives [S, n, D].
 */
final class Graph {
  private static final float LEAK = .01f;
  private static final int[] ROW = {1};
  private static final int[] COLUMN = {0};
  private static final int[] SAMPLE_AND_COLUMN = {0, 2};

  private final VaeParameters parameters;
  private final Architecture architecture;
  private final Map<String, NDArray> weights;

  /** A graph over arrays of weights by the names of their slots. */
  Graph(VaeParameters parameters, Map<String, NDArray> weights) {
    this.parameters = parameters;
    this.architecture = parameters.architecture();
    this.weights = weights;
  }

  /** Rows, their weights over the sum of these as [n, 1], noise as [S, n, H]. */
  record Rows(int n, int samples, NDArray values, NDArray shares, NDArray noise) {}

  /** Mean and log-variance of posteriors, [n, H]. */
  record Posterior(NDArray mean, NDArray logVariance) {}

  /** Heads of the decoder. */
  record Output(NDArray mean, @Nullable NDArray logVariance) {}

  /** See {@link io.entrosum.vae.Evaluation}. */
  record Terms(NDArray fit, @Nullable NDArray spread) {}

  Rows rows(Batch batch, NDManager manager) {
    int n = batch.rows();
    double weight = batch.weight();
    float[] shares = new float[n];
    for (int i = 0; i < n; i++) {
      shares[i] = (float) (batch.weights()[i] / weight);
    }
    return new Rows(
        n,
        batch.samples(),
        Arrays64.of(manager, batch.values(), n, architecture.columns()),
        Arrays64.of(manager, shares, n, 1),
        Arrays64.of(manager, batch.noise(), batch.samples(), n, architecture.latents()));
  }

  Posterior encode(Rows rows) {
    NDArray hidden = hidden(Architecture.ENCODER, architecture.encoder(), rows.values);
    NDArray mean = head(Architecture.ENCODER, Architecture.MEAN, hidden);
    NDArray logVariance =
        architecture.posteriors() == Architecture.Posteriors.PER_ROW
            ? head(Architecture.ENCODER, Architecture.LOG_VARIANCE, hidden)
            : mean.zerosLike()
                .add(weight(Architecture.ENCODER, Architecture.LOG_VARIANCE, Architecture.BIAS));
    return new Posterior(mean, logVariance);
  }

  Output decode(NDArray latents) {
    NDArray hidden = hidden(Architecture.DECODER, architecture.decoder(), latents);
    return new Output(
        head(Architecture.DECODER, Architecture.MEAN, hidden),
        architecture.outputs() == Architecture.Outputs.PER_OUTPUT
            ? head(Architecture.DECODER, Architecture.LOG_VARIANCE, hidden)
            : null);
  }

  private NDArray hidden(String part, Network network, NDArray input) {
    NDArray h = activate(network.input(), input);
    for (int i = 0; i < network.layers().size(); i++) {
      NDArray next = activate(network.activation(), head(part, Integer.toString(i), h));
      h = network.isResidual(i) ? h.add(next) : next;
    }
    return h;
  }

  private NDArray head(String part, String layer, NDArray input) {
    return Linear.linear(
            input, weight(part, layer, Architecture.WEIGHT), weight(part, layer, Architecture.BIAS))
        .singletonOrThrow();
  }

  private NDArray weight(String part, String layer, String name) {
    return weight(part + "/" + layer + "/" + name);
  }

  private NDArray weight(String name) {
    NDArray found = weights.get(name);
    if (found == null) {
      throw new IllegalStateException("no weights named " + name + " in " + weights.keySet());
    }
    return found;
  }

  private static NDArray activate(io.entrosum.vae.Activation activation, NDArray x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Activation.relu(x);
      case LEAKY_RELU -> Activation.leakyRelu(x, LEAK);
      case TANH -> Activation.tanh(x);
      case SIGMOID -> Activation.sigmoid(x);
      case SOFTPLUS -> Activation.softPlus(x);
    };
  }

  /**
   * Times a number in an array of its own. The library's product with a number frees that number's
   * memory while the graph still needs it for gradients.
   */
  private static NDArray times(NDArray x, float factor) {
    return x.mul(Arrays64.of(x.getManager(), new float[] {factor}));
  }

  /** Fit and spread of each row. */
  Terms terms(Rows rows, Posterior posterior) {
    if (architecture.isExact()) {
      return new Terms(exactFit(rows, posterior), null);
    }
    NDArray deviation = times(posterior.logVariance, .5f).exp();
    NDArray latents = rows.noise.mul(deviation).add(posterior.mean);
    long all = (long) rows.samples * rows.n;
    Output output = decode(latents.reshape(all, architecture.latents()));
    Shape shape = new Shape(rows.samples, rows.n, architecture.columns());
    NDArray mean = output.mean.reshape(shape);
    if (architecture.observables() == Observables.BERNOULLI) {
      NDArray probability = Activation.sigmoid(mean);
      NDArray fit = rows.values.sub(probability).mul(mean);
      NDArray entropy = Activation.softPlus(mean).sub(probability.mul(mean));
      return new Terms(perRow(fit, rows), perRow(entropy, rows));
    }
    NDArray squares = rows.values.sub(mean).square();
    NDArray head = output.logVariance;
    if (head == null) {
      return new Terms(perRow(squares, rows), null);
    }
    NDArray logVariance = head.reshape(shape);
    NDArray scaled = squares.mul(logVariance.neg().exp());
    return new Terms(perRow(scaled, rows), perRow(logVariance, rows));
  }

  private static NDArray perRow(NDArray values, Rows rows) {
    NDArray sum = values.sum(SAMPLE_AND_COLUMN);
    return rows.samples == 1 ? sum : times(sum, 1f / rows.samples);
  }

  private NDArray exactFit(Rows rows, Posterior posterior) {
    NDArray residual = rows.values.sub(decode(posterior.mean).mean);
    NDArray lengths =
        weight(Architecture.DECODER, Architecture.MEAN, Architecture.WEIGHT).square().sum(COLUMN);
    NDArray spread = posterior.logVariance.exp().mul(lengths).sum(ROW);
    return residual.square().sum(ROW).add(spread);
  }

  /** The negative mean bound of the rows, but for constants; what steps lower. */
  NDArray loss(Rows rows) {
    Posterior posterior = encode(rows);
    Terms terms = terms(rows, posterior);
    NDArray entropy = times(posterior.logVariance.mul(rows.shares).sum(), .5f);
    NDArray squares =
        posterior.mean.square().add(posterior.logVariance.exp()).mul(rows.shares).sum(COLUMN);
    NDArray shares = rows.shares.reshape(rows.n);
    return prior(squares).add(observation(terms, shares)).sub(entropy);
  }

  /** {@code - E ln p(z)}: with alpha at its optimum for the rows, the entropy of the prior. */
  private NDArray prior(NDArray squares) {
    if (architecture.prior() == Architecture.Prior.STANDARD) {
      return times(squares.sum(), .5f);
    }
    return switch (parameters.variances()) {
      case CLOSED_FORM -> times(squares.log().sum(), .5f);
      case LEARNED -> {
        NDArray log = weight(Architecture.LOG_PRIOR);
        yield times(squares.mul(log.neg().exp()).add(log).sum(), .5f);
      }
      case FIXED -> {
        float[] precisions = new float[parameters.prior().length];
        for (int i = 0; i < precisions.length; i++) {
          precisions[i] = (float) (1 / parameters.prior()[i]);
        }
        NDArray precision = Arrays64.of(squares.getManager(), precisions, precisions.length);
        yield times(squares.mul(precision).sum(), .5f);
      }
    };
  }

  /** {@code - E ln p(x | z)}: with s2 at its optimum for the rows, the entropy of the noise. */
  private NDArray observation(Terms terms, NDArray shares) {
    NDArray fit = terms.fit.mul(shares).sum();
    NDArray spread = terms.spread == null ? null : terms.spread.mul(shares).sum();
    if (architecture.observables() == Observables.BERNOULLI) {
      return spread == null ? fit.neg() : spread.sub(fit);
    }
    if (spread != null) {
      return times(fit.add(spread), .5f);
    }
    float half = .5f * architecture.columns();
    return switch (parameters.variances()) {
      case CLOSED_FORM -> times(fit.log(), half);
      case LEARNED -> {
        NDArray log = weight(Architecture.LOG_NOISE);
        yield times(fit.mul(log.neg().exp()), .5f).add(times(log, half)).sum();
      }
      case FIXED -> times(fit, (float) (.5 / parameters.innerNoise()));
    };
  }
}
