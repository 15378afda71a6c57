package io.entrosum.vae;

import io.entrosum.init.VaeSpec;
import java.util.List;
import java.util.Random;

/** Autoencoders of every kind, and data for them. */
@SuppressWarnings("ImmutableEnumChecker") // nobody modifies the lists of layers
public enum VaeCases {
  /** Affine networks, expectations in closed form. */
  LINEAR(Architecture.linear(1, 2)),
  /** One s2, a standard prior. */
  VAE1(Architecture.of(1, 2, nonlinear(), nonlinear())),
  /** A learned prior; residual blocks. */
  VAE2(
      Architecture.of(
              1,
              3,
              new Network(List.of(8, 8), Activation.LEAKY_RELU, true, Activation.NONE),
              new Network(List.of(8, 8), Activation.SOFTPLUS, true, Activation.NONE))
          .with(Prior.LEARNED)),
  /** Variances of columns from the decoder. */
  VAE3(Architecture.of(1, 2, nonlinear(), nonlinear()).with(Architecture.Outputs.PER_OUTPUT)),
  /** Columns of zeros and ones. */
  BERNOULLI(Architecture.of(1, 2, nonlinear(), nonlinear()).with(Observables.BERNOULLI)),
  /** The same with a learned prior. */
  BERNOULLI2(
      Architecture.of(1, 2, nonlinear(), nonlinear())
          .with(Observables.BERNOULLI)
          .with(Prior.LEARNED)),
  /** Latents of heavy tails. */
  LAPLACE(Architecture.of(1, 3, nonlinear(), nonlinear()).with(Prior.LAPLACE));

  private final Architecture architecture;

  VaeCases(Architecture architecture) {
    this.architecture = architecture;
  }

  private static Network nonlinear() {
    return Network.of(Activation.TANH, 8, 6);
  }

  /** Its networks. */
  public Architecture architecture() {
    return architecture;
  }

  /** A training of it in small batches. */
  public VaeSpec spec() {
    return VaeSpec.of(architecture)
        .with(new LearningSettings(LearningSettings.Steps.LOCAL, 20, 5e-3, 3, 11));
  }

  /** Rows of five columns: about 50 and of scale 3, or zeros and ones. */
  public double[][] rows(int n) {
    Random random = new Random(3);
    double[][] rows = new double[n][5];
    for (double[] row : rows) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      for (int j = 0; j < row.length; j++) {
        double x =
            a * Math.sin(1 + j) + b * Math.cos(2 * j) + .3 * a * a + .4 * random.nextGaussian();
        row[j] = architecture.observables() == Observables.BERNOULLI ? (x > 0 ? 1 : 0) : 50 + 3 * x;
      }
    }
    return rows;
  }
}
