package io.entrosum.io;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Models with parameters of no particular beauty, for files. */
final class SampleModels {
  private SampleModels() {}

  static ModelFile file(CovarianceType type, int k, int d) {
    return new ModelFile(mixture(type, k, d), columns(d), Map.of("entrosum.seed", "7"));
  }

  static List<String> columns(int d) {
    return IntStream.range(0, d).mapToObj(j -> "Spalte \"" + j + "\" µ\uD83D\uDE00").toList();
  }

  static Mixture mixture(CovarianceType type, int k, int d) {
    Random random = new Random(31L * k + d);
    double[] weights = new double[k];
    double sum = 0;
    for (int c = 0; c < k; c++) {
      weights[c] = 0.1 + random.nextDouble();
      sum += weights[c];
    }
    for (int c = 0; c < k; c++) {
      weights[c] /= sum;
    }
    double[] means = new double[k * d];
    for (int i = 0; i < means.length; i++) {
      means[i] = 100 * random.nextGaussian();
    }
    means[0] = -0.0;
    double[] covariances =
        switch (type) {
          case FULL -> matrices(random, k, d);
          case TIED -> matrices(random, 1, d);
          case DIAGONAL -> positive(random, k * d);
          case SPHERICAL -> positive(random, k);
        };
    return new Mixture(
        weights, GaussianComponents.of(type, k, d, means, covariances, CovarianceFloor.none(d)));
  }

  private static double[] positive(Random random, int n) {
    return IntStream.range(0, n).mapToDouble(i -> Math.exp(3 * random.nextGaussian())).toArray();
  }

  /** Symmetric matrices with a dominant diagonal. */
  private static double[] matrices(Random random, int count, int d) {
    double[] matrices = new double[count * d * d];
    for (int at = 0; at < matrices.length; at += d * d) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < i; j++) {
          double covariance = random.nextDouble() / d;
          matrices[at + i * d + j] = covariance;
          matrices[at + j * d + i] = covariance;
        }
        matrices[at + i * d + i] = 1 + random.nextDouble();
      }
    }
    return matrices;
  }
}
