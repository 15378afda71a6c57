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
import io.entrosum.vae.Prior;
import io.entrosum.vae.VaeParameters;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Posteriors {@code N(mean, T)}, {@code T = diag(e^own) + sum_r v_r v_r'}.
   *
   * @param own log-variance of what each latent has of its own, [n, H]
   * @param factors v_r, R arrays [n, H]
   * @param variance {@code T_hh}, [n, H]
   */
  record Posterior(NDArray mean, NDArray own, List<NDArray> factors, NDArray variance) {}

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
    NDArray variance = logVariance.exp();
    if (architecture.rank() == 0) {
      return new Posterior(mean, logVariance, List.of(), variance);
    }
    List<NDArray> factors =
        List.copyOf(
            head(Architecture.ENCODER, Architecture.FACTORS, hidden).split(architecture.rank(), 1));
    for (NDArray factor : factors) {
      variance = variance.add(factor.square());
    }
    return new Posterior(mean, logVariance, factors, variance);
  }

  /** {@code ln T_hh}, [n, H]. */
  NDArray logVariance(Posterior posterior) {
    return posterior.factors.isEmpty() ? posterior.own : posterior.variance.log();
  }

  /**
   * {@code ln det T - sum_h own_h = ln det (I + V diag(e^-own) V')}, [n]: the squared lengths that
   * Gram and Schmidt leave of the rows {@code (v_r / d, e_r)}; null without factors.
   */
  @Nullable NDArray logDeterminantOfFactors(Posterior posterior) {
    int r = posterior.factors.size();
    if (r == 0) {
      return null;
    }
    NDArray inverse = times(posterior.own, -.5f).exp();
    int n = (int) inverse.getShape().get(0);
    List<NDArray> rest = new ArrayList<>();
    for (int i = 0; i < r; i++) {
      float[] unit = new float[n * r];
      for (int j = 0; j < n; j++) {
        unit[j * r + i] = 1;
      }
      NDArray scaled = posterior.factors.get(i).mul(inverse);
      rest.add(scaled.concat(Arrays64.of(inverse.getManager(), unit, n, r), 1));
    }
    NDArray sum = null;
    for (int i = 0; i < r; i++) {
      NDArray row = rest.get(i);
      NDArray square = row.square().sum(ROW, true);
      for (int j = i + 1; j < r; j++) {
        NDArray along = row.mul(rest.get(j)).sum(ROW, true).div(square);
        rest.set(j, rest.get(j).sub(row.mul(along)));
      }
      NDArray log = square.log().reshape(n);
      sum = sum == null ? log : sum.add(log);
    }
    return sum;
  }

  Output decode(NDArray latents) {
    if (architecture.hasDictionary()) {
      return new Output(Linear.linear(latents, dictionary()).singletonOrThrow(), null);
    }
    NDArray hidden = hidden(Architecture.DECODER, architecture.decoder(), latents);
    return new Output(
        head(Architecture.DECODER, Architecture.MEAN, hidden),
        architecture.outputs() == Architecture.Outputs.PER_OUTPUT
            ? head(Architecture.DECODER, Architecture.LOG_VARIANCE, hidden)
            : null);
  }

  /** What means of columns are linear in: [D, H]; of a dictionary the columns have unit norm. */
  private NDArray dictionary() {
    NDArray free = weight(Architecture.DECODER, Architecture.MEAN, Architecture.WEIGHT);
    return architecture.hasDictionary() ? free.div(free.square().sum(COLUMN, true).sqrt()) : free;
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
    NDArray deviation = times(posterior.own, .5f).exp();
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
    NDArray dictionary = dictionary();
    NDArray own = posterior.own.exp();
    NDArray spread =
        (architecture.hasDictionary() ? own : own.mul(dictionary.square().sum(COLUMN))).sum(ROW);
    for (NDArray factor : posterior.factors) {
      NDArray moved = Linear.linear(factor, dictionary).singletonOrThrow();
      spread = spread.add(moved.square().sum(ROW));
    }
    return residual.square().sum(ROW).add(spread);
  }

  /** The negative mean bound of the rows, but for constants; what steps lower. */
  NDArray loss(Rows rows) {
    Posterior posterior = encode(rows);
    Terms terms = terms(rows, posterior);
    NDArray shares = rows.shares.reshape(rows.n);
    NDArray logDeterminant = posterior.own.mul(rows.shares).sum();
    NDArray ofFactors = logDeterminantOfFactors(posterior);
    if (ofFactors != null) {
      logDeterminant = logDeterminant.add(ofFactors.mul(shares).sum());
    }
    NDArray moments = moments(posterior).mul(rows.shares).sum(COLUMN);
    return prior(moments).add(observation(terms, shares)).sub(times(logDeterminant, .5f));
  }

  /** {@link Prior#moment} of latents, [n, H]. */
  private NDArray moments(Posterior posterior) {
    if (architecture.prior() != Prior.LAPLACE) {
      return posterior.mean.square().add(posterior.variance);
    }
    NDArray deviation = posterior.variance.sqrt();
    NDArray a = times(posterior.mean.div(deviation), (float) Math.sqrt(.5));
    NDArray density = times(a.square().neg().exp(), (float) Math.sqrt(2 / Math.PI));
    return deviation.mul(density).add(posterior.mean.mul(a.erf()));
  }

  /** {@code - E ln p(z)}: with sizes at their optimum for the rows, the entropy of the prior. */
  private NDArray prior(NDArray moments) {
    float share = (float) architecture.prior().share();
    if (architecture.prior() == Prior.STANDARD) {
      return times(moments.sum(), share);
    }
    return switch (parameters.variances()) {
      case CLOSED_FORM -> times(moments.log().sum(), share);
      case LEARNED -> {
        NDArray log = weight(Architecture.LOG_PRIOR);
        yield times(moments.mul(log.neg().exp()).add(log).sum(), share);
      }
      case FIXED -> {
        float[] precisions = new float[parameters.prior().length];
        for (int i = 0; i < precisions.length; i++) {
          precisions[i] = (float) (1 / parameters.prior()[i]);
        }
        NDArray precision = Arrays64.of(moments.getManager(), precisions, precisions.length);
        yield times(moments.mul(precision).sum(), share);
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
