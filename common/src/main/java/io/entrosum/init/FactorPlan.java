package io.entrosum.init;

import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.train.DataProfile;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Factor analysers: all start with the same random loadings, half of each column's variance in them
 * and half in the noise.
 */
record FactorPlan(NoiseType noise, int latentDimensions, double floor) implements ComponentsPlan {
  @Override
  public Components around(List<double[]> centres, DataProfile profile, long seed) {
    double[] scales = profile.scales();
    int d = scales.length;
    if (latentDimensions >= d) {
      throw new UnusableDataException(
          "latent-dimensions: must be less than the " + d + " columns but was " + latentDimensions);
    }
    int k = centres.size();
    if ((long) k * d * latentDimensions > Integer.MAX_VALUE - 8) {
      throw new UnusableDataException(
          k
              + " components of "
              + latentDimensions
              + " latent dimensions over "
              + d
              + " columns do not fit into one array; fewer components or latent dimensions do");
    }
    double[] means = new double[k * d];
    double[] variances = new double[k * noise.size(d)];
    double[] loadings = loadings(scales, seed);
    double[] all = new double[k * loadings.length];
    double[] own = noise == NoiseType.DIAGONAL ? scales : average(scales);
    for (int c = 0; c < k; c++) {
      System.arraycopy(centres.get(c), 0, means, c * d, d);
      System.arraycopy(loadings, 0, all, c * loadings.length, loadings.length);
      for (int j = 0; j < own.length; j++) {
        variances[c * own.length + j] = .5 * own[j];
      }
    }
    return new FactorComponents(
        k, d, latentDimensions, means, all, noise, variances, floor(scales));
  }

  private static double[] average(double[] scales) {
    return new double[] {Arrays.stream(scales).average().orElseThrow()};
  }

  private double[] loadings(double[] scales, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] loadings = new double[Math.multiplyExact(scales.length, latentDimensions)];
    for (int at = 0; at < loadings.length; at++) {
      double scale = scales[at / latentDimensions];
      loadings[at] = Math.sqrt(.5 * scale / latentDimensions) * random.nextGaussian();
    }
    return loadings;
  }

  private CovarianceFloor floor(double[] scales) {
    return CovarianceFloor.relativeTo(floor, scales);
  }

  @Override
  public boolean startsAtCentres() {
    return true;
  }

  @Override
  public boolean hasVariance(int column) {
    return true;
  }

  @Override
  public double[] scales(DataProfile profile) {
    return profile.scales();
  }

  @Override
  public Components resumed(Components initial, DataProfile profile) {
    if (!(initial instanceof FactorComponents factors)
        || factors.noiseType() != noise
        || factors.latentDimensions() != latentDimensions) {
      throw new IllegalArgumentException(
          "latent-dimensions: the initial model must have "
              + latentDimensions
              + " and "
              + noise.label()
              + " noise");
    }
    return factors.withFloor(floor(profile.scales()));
  }
}
