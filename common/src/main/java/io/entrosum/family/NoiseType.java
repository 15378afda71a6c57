package io.entrosum.family;

import java.util.Locale;

/** The shape of the noise of a linear Gaussian model. */
public enum NoiseType {
  /** One variance for all columns: probabilistic PCA. */
  ISOTROPIC,
  /** A variance a column: factor analysis. */
  DIAGONAL;

  /** The name in configurations and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The number of noise variances of a component over {@code d} columns. */
  public int size(int d) {
    return this == ISOTROPIC ? 1 : d;
  }
}
