package io.entrosum.vae;

import io.entrosum.init.AmortisedCodingSpec;
import java.util.List;
import java.util.Random;

/** Encoders of amortised sparse coding, and data for them. */
@SuppressWarnings("ImmutableEnumChecker") // nobody modifies the lists of layers
public enum AmortisedCases {
  /** Means and log-variances affine in the row. */
  AFFINE(Network.linear(), 0),
  /** Hidden layers. */
  DIAGONAL(Network.of(Activation.TANH, 8, 6), 0),
  /** Residual blocks, latents that vary together in one direction. */
  ONE_FACTOR(new Network(List.of(8, 8), Activation.LEAKY_RELU, true, Activation.NONE), 1),
  /** As many directions as latents. */
  LOW_RANK(Network.of(Activation.TANH, 8), 3);

  private final Network encoder;
  private final int rank;

  AmortisedCases(Network encoder, int rank) {
    this.encoder = encoder;
    this.rank = rank;
  }

  /** A training in small batches; three latents. */
  public AmortisedCodingSpec spec() {
    return AmortisedCodingSpec.of(3, encoder, rank)
        .with(new LearningSettings(LearningSettings.Steps.LOCAL, 20, 5e-3, 1, 11));
  }

  /** The same with one start more. */
  public AmortisedCodingSpec twoStarts() {
    return spec().withRestarts(2);
  }

  /** Rows of five columns, sums of three Laplace latents of scale 3 and noise, not centred. */
  public static double[][] rows(int n) {
    Random random = new Random(3);
    double[][] rows = new double[n][5];
    for (double[] row : rows) {
      for (int h = 0; h < 3; h++) {
        double z = 3 * random.nextExponential() * (random.nextBoolean() ? 1 : -1);
        for (int j = 0; j < row.length; j++) {
          row[j] += z * Math.sin(1 + j * (h + 1)) + .4 * random.nextGaussian() + .1;
        }
      }
    }
    return rows;
  }
}
