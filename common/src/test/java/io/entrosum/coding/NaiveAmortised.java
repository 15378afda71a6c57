package io.entrosum.coding;

import io.entrosum.entropy.EntropyWeights;
import io.entrosum.linalg.Cholesky;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.vae.NaiveVae;
import java.util.Arrays;
import java.util.Objects;

/**
 * Amortised sparse coding in double precision: posteriors by loops over the network, in units of
 * rows, with their covariance matrices written out; the bound by the plain formula for any Gaussian
 * posteriors.
 */
public final class NaiveAmortised {
  private final NaiveVae networks;
  private final AmortisedCodingModel model;

  /** A model whose weights may be changed. */
  public NaiveAmortised(AmortisedCodingModel model) {
    this.networks = new NaiveVae(model.vae());
    this.model = model;
  }

  /** The weights of networks and dictionary, to be changed. */
  public double[] weights() {
    return networks.weights();
  }

  private PlainObjective objective(double[][] rows) {
    double unit = model.vae().latentUnit();
    double[][] means = new double[rows.length][];
    double[][] covariances = new double[rows.length][];
    for (int n = 0; n < rows.length; n++) {
      NaiveVae.Gaussian posterior = networks.posterior(rows[n]);
      means[n] = Arrays.stream(posterior.mean()).map(z -> unit * z).toArray();
      covariances[n] = Arrays.stream(posterior.covariance()).map(t -> unit * unit * t).toArray();
    }
    return new PlainObjective(rows, means, covariances);
  }

  private double[] dictionary() {
    double[] free = networks.decoder();
    int h = model.latentDimensions();
    double[] norms = CodeParameters.norms(model.dimensions(), h, free);
    for (int i = 0; i < free.length; i++) {
      free[i] /= norms[i % h];
    }
    return free;
  }

  /** The mean bound with scales and noise of the model, nats. */
  public double bound(double[][] rows) {
    return objective(rows).value(dictionary(), model.scales(), model.noise(), EntropyWeights.ONE);
  }

  /** The mean bound with scales and noise at their optimum for the rows, nats. */
  public double profiled(double[][] rows) {
    return objective(rows).profiled(dictionary(), EntropyWeights.ONE);
  }

  /** {@code A}, the best scales, [H]. */
  public double[] absolutes(double[][] rows) {
    return objective(rows).absolutes();
  }

  /** {@code S}, the best noise. */
  public double noise(double[][] rows) {
    return objective(rows).noise(dictionary());
  }

  /** The means of the posteriors of a row, and their deviations, [2, H]. */
  public double[][] codes(double[] row) {
    PlainObjective one = objective(new double[][] {row});
    int h = model.latentDimensions();
    double[] deviations = new double[h];
    for (int i = 0; i < h; i++) {
      deviations[i] = Math.sqrt(one.covariances[0][i * h + i]);
    }
    return new double[][] {one.means[0], deviations};
  }

  /** Mean entropy of posteriors, from the determinants of full covariance matrices, nats. */
  public double posteriorEntropy(double[][] rows) {
    int h = model.latentDimensions();
    double sum = 0;
    for (double[] covariance : objective(rows).covariances) {
      Cholesky factor = Objects.requireNonNull(Cholesky.of(h, covariance));
      sum += .5 * (h * Math.log(2 * Math.PI * Math.E) + factor.logDeterminant());
    }
    return sum / rows.length;
  }
}
