package io.entrosum.vae;

import io.entrosum.coding.FoldedNormal;
import io.entrosum.data.RowHash;
import io.entrosum.stats.Slot;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;

/** An autoencoder by loops in double precision, row by row, straight from the definitions. */
public final class NaiveVae {
  private final VaeParameters parameters;
  private final Architecture architecture;
  private final StatisticsLayout layout;
  private final double[] weights;

  /** The networks of a model. */
  public NaiveVae(VaeParameters parameters) {
    this.parameters = parameters;
    this.architecture = parameters.architecture();
    this.layout = architecture.weights(parameters.variances());
    this.weights = new double[parameters.weights().length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = parameters.weights()[i];
    }
  }

  /** The weights, to be changed. */
  public double[] weights() {
    return weights;
  }

  /** What the bound of a row is made of, mean over its draws. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Row(
      double bound, double posterior, double observation, double misfit, double[] moments) {}

  private double[] affine(String name, double[] x, int outputs) {
    Slot w = layout.slot(name + "/weight");
    Slot b = layout.slot(name + "/bias");
    double[] y = new double[outputs];
    for (int i = 0; i < outputs; i++) {
      y[i] = weights[b.offset() + i];
      for (int j = 0; j < x.length; j++) {
        y[i] += weights[w.offset() + i * x.length + j] * x[j];
      }
    }
    return y;
  }

  private static double activate(Activation activation, double x) {
    return switch (activation) {
      case NONE -> x;
      case RELU -> Math.max(0, x);
      case LEAKY_RELU -> x > 0 ? x : .01 * x;
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SOFTPLUS -> softplus(x);
    };
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private double[] hidden(String part, Network network, double[] input) {
    double[] h = input.clone();
    for (int i = 0; i < h.length; i++) {
      h[i] = activate(network.input(), h[i]);
    }
    for (int k = 0; k < network.layers().size(); k++) {
      double[] y = affine(part + "/" + k, h, network.layers().get(k));
      for (int i = 0; i < y.length; i++) {
        y[i] = activate(network.activation(), y[i]) + (network.isResidual(k) ? h[i] : 0);
      }
      h = y;
    }
    return h;
  }

  private double[] logVariance(double[] hidden) {
    int h = architecture.latents();
    if (architecture.posteriors() == Architecture.Posteriors.PER_ROW) {
      return affine("encoder/log_variance", hidden, h);
    }
    int at = layout.slot("encoder/log_variance/bias").offset();
    double[] shared = new double[h];
    System.arraycopy(weights, at, shared, 0, h);
    return shared;
  }

  /**
   * A posterior.
   *
   * @param covariance row-major [H, H]
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Gaussian(double[] mean, double[] covariance) {}

  /** The posterior of a row, in units of the networks: {@code T = diag(d^2) + V'V}. */
  public Gaussian posterior(double[] x) {
    int h = architecture.latents();
    double[] top = hidden("encoder", architecture.encoder(), inside(x));
    double[] log = logVariance(top);
    double[] covariance = new double[h * h];
    for (int i = 0; i < h; i++) {
      covariance[i * h + i] = Math.exp(log[i]);
    }
    if (architecture.rank() > 0) {
      double[] v = affine("encoder/factors", top, architecture.rank() * h);
      for (int r = 0; r < architecture.rank(); r++) {
        for (int i = 0; i < h; i++) {
          for (int k = 0; k < h; k++) {
            covariance[i * h + k] += v[r * h + i] * v[r * h + k];
          }
        }
      }
    }
    return new Gaussian(affine("encoder/mean", top, h), covariance);
  }

  /** The weights of the decoder's means, row-major [D, H], a copy. */
  public double[] decoder() {
    Slot slot = layout.slot("decoder/mean/weight");
    return Arrays.copyOfRange(weights, slot.offset(), slot.offset() + slot.size());
  }

  private double[] inside(double[] x) {
    Scaling scaling = parameters.scaling();
    double[] inside = new double[x.length];
    for (int j = 0; j < inside.length; j++) {
      inside[j] = (x[j] - scaling.centre()[j]) / scaling.scale()[j];
    }
    return inside;
  }

  /** The draws of an evaluation. */
  public static float[] evaluationNoise(double[] x, int samples, int h, long seed) {
    float[] noise = new float[samples * h];
    new RowNoise(seed, VaeStep.EVALUATION)
        .fill(RowHash.of(x, 0, x.length), samples, 1, h, 0, noise);
    return noise;
  }

  /** One row, on draws of its own or, where the expectation is in closed form, without. */
  public Row row(double[] x, float[] noise) {
    int h = architecture.latents();
    double[] top = hidden("encoder", architecture.encoder(), inside(x));
    double[] nu = affine("encoder/mean", top, h);
    double[] log = logVariance(top);
    double posterior = 0;
    double prior = 0;
    double[] moments = new double[h];
    for (int i = 0; i < h; i++) {
      posterior += .5 * (Math.log(2 * Math.PI * Math.E) + log[i]);
      double size = parameters.prior()[i];
      if (architecture.prior() == Prior.LAPLACE) {
        moments[i] = FoldedNormal.mean(nu[i], Math.exp(.5 * log[i]));
        prior -= Math.log(2 * size) + moments[i] / size;
      } else {
        moments[i] = nu[i] * nu[i] + Math.exp(log[i]);
        prior -= .5 * (Math.log(2 * Math.PI * size) + moments[i] / size);
      }
    }
    int samples = noise.length / h;
    double[] sums = new double[3];
    for (int s = 0; s < samples; s++) {
      double[] z = new double[h];
      for (int i = 0; i < h; i++) {
        z[i] = nu[i] + Math.exp(.5 * log[i]) * noise[s * h + i];
      }
      add(x, z, sums);
    }
    double likelihood = sums[0] / samples;
    if (architecture.isExact()) {
      likelihood = exact(x, nu, log);
    }
    return new Row(
        posterior + prior + likelihood, posterior, sums[1] / samples, sums[2] / samples, moments);
  }

  /** Log-likelihood, entropy of the observation model, {@code |x - mu|^2 / s2} (0 if Bernoulli). */
  private void add(double[] x, double[] z, double[] sums) {
    double[] top = hidden("decoder", architecture.decoder(), z);
    double[] head = affine("decoder/mean", top, x.length);
    boolean own = architecture.outputs() == Architecture.Outputs.PER_OUTPUT;
    double[] logs = own ? affine("decoder/log_variance", top, x.length) : head;
    for (int j = 0; j < x.length; j++) {
      if (architecture.observables() == Observables.BERNOULLI) {
        double p = 1 / (1 + Math.exp(-head[j]));
        sums[0] += x[j] * head[j] - softplus(head[j]);
        sums[1] += softplus(head[j]) - p * head[j];
        continue;
      }
      double scale = parameters.scaling().scale()[j];
      double s2 = own ? scale * scale * Math.exp(logs[j]) : parameters.noise();
      double residual = x[j] - parameters.scaling().centre()[j] - scale * head[j];
      sums[0] -= .5 * (Math.log(2 * Math.PI * s2) + residual * residual / s2);
      sums[1] += .5 * Math.log(2 * Math.PI * Math.E * s2);
      sums[2] += residual * residual / s2;
    }
  }

  private double exact(double[] x, double[] nu, double[] log) {
    double[] head = affine("decoder/mean", nu, x.length);
    int w = layout.slot("decoder/mean/weight").offset();
    double likelihood = 0;
    double s2 = parameters.noise();
    for (int j = 0; j < x.length; j++) {
      double scale = parameters.scaling().scale()[j];
      double residual = x[j] - parameters.scaling().centre()[j] - scale * head[j];
      double square = residual * residual;
      for (int i = 0; i < nu.length; i++) {
        double loading = scale * weights[w + j * nu.length + i];
        square += Math.exp(log[i]) * loading * loading;
      }
      likelihood -= .5 * (Math.log(2 * Math.PI * s2) + square / s2);
    }
    return likelihood;
  }
}
