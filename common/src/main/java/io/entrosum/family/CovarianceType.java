package io.entrosum.family;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The shapes of the covariances of a Gaussian mixture. */
public enum CovarianceType {
  /** A full covariance matrix for each component. */
  FULL,
  /** One full covariance matrix for all components. */
  TIED,
  /** A variance for each component and column. */
  DIAGONAL,
  /** A variance for each component. */
  SPHERICAL;

  /** The name in configurations and model files, e.g. {@code full}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The type of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static CovarianceType of(String label) {
    for (CovarianceType type : values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "covariance: must be one of " + labels() + " but was " + label);
  }

  /** All names, joined by commas. */
  public static String labels() {
    return Arrays.stream(values()).map(CovarianceType::label).collect(Collectors.joining(", "));
  }

  /** The number of free parameters of K covariances over D columns. */
  public long parameters(int components, int dimensions) {
    long k = components;
    long d = dimensions;
    return switch (this) {
      case FULL -> k * d * (d + 1) / 2;
      case TIED -> d * (d + 1) / 2;
      case DIAGONAL -> k * d;
      case SPHERICAL -> k;
    };
  }

  /** The shape of the tensor {@code covariances} in a model file. */
  public int[] shape(int components, int dimensions) {
    return switch (this) {
      case FULL -> new int[] {components, dimensions, dimensions};
      case TIED -> new int[] {dimensions, dimensions};
      case DIAGONAL -> new int[] {components, dimensions};
      case SPHERICAL -> new int[] {components};
    };
  }

  /** Refuses arrays that are not means and covariances of this shape. */
  void check(int k, int d, double[] means, double[] covariances) {
    if (k < 1 || d < 1) {
      throw new IllegalArgumentException(
          "model: components and columns must be >= 1 but were " + k + " and " + d);
    }
    long numbers = parameters(k, d);
    if (numbers > Integer.MAX_VALUE / 4) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model: %d components with %s covariances over %d columns have %,d parameters, more"
                  + " than fit into memory; use fewer components, or diagonal covariances",
              k,
              label(),
              d,
              numbers));
    }
    long length = Arrays.stream(shape(k, d)).asLongStream().reduce(1, Math::multiplyExact);
    if (means.length != (long) k * d || covariances.length != length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "model: %d means and %d covariance numbers do not fit %d components of %d columns",
              means.length,
              covariances.length,
              k,
              d));
    }
    for (double mean : means) {
      if (!Double.isFinite(mean)) {
        throw new IllegalArgumentException("model: a mean is " + mean + "; means must be finite");
      }
    }
  }
}
