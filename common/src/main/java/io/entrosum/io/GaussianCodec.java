package io.entrosum.io;

import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gaussian components: {@code means} [K, D], {@code covariances} in the shape that {@code
 * entrosum.covariance} has. Floors are not stored: components that are read have none.
 */
final class GaussianCodec implements ComponentsCodec {
  static final String COVARIANCE = "entrosum.covariance";
  static final String MEANS = "means";
  static final String COVARIANCES = "covariances";

  /** What rounding may make of symmetric elements, relative to the two standard deviations. */
  private static final double ASYMMETRY = 1e-12;

  static final Map<String, CovarianceType> TYPES =
      Arrays.stream(CovarianceType.values())
          .collect(Collectors.toMap(CovarianceType::label, Function.identity()));

  @Override
  public String family() {
    return "gaussian";
  }

  @Override
  public void encode(Components components, List<String> columns, TensorFile.Builder into) {
    GaussianComponents gaussian = (GaussianComponents) components;
    into.metadata(COVARIANCE, gaussian.covarianceType().label());
    encode(gaussian, "", into);
  }

  /**
   * Adds means and covariances.
   *
   * @param suffix ends the names of the tensors
   */
  static void encode(GaussianComponents components, String suffix, TensorFile.Builder into) {
    int k = components.count();
    int d = components.dimensions();
    into.tensor(MEANS + suffix, Tensor.of(components.means(), k, d));
    into.tensor(
        COVARIANCES + suffix,
        Tensor.of(components.covariances(), components.covarianceType().shape(k, d)));
  }

  @Override
  public GaussianComponents decode(int count, List<String> columns, ParameterReader from) {
    CovarianceType type = from.oneOf(COVARIANCE, TYPES);
    return decode(type, count, ParameterReader.ANY, "", from);
  }

  /**
   * The components of tensors, checked.
   *
   * @param columns the number of columns; {@link ParameterReader#ANY}: that of the means
   * @param suffix ends the names of the tensors
   */
  static GaussianComponents decode(
      CovarianceType type, int count, int columns, String suffix, ParameterReader from) {
    Tensor means = from.tensor(MEANS + suffix, count, columns);
    int d = means.shape().get(1);
    String name = COVARIANCES + suffix;
    Tensor covariances = from.tensor(name, type.shape(count, d));
    switch (type) {
      case FULL, TIED -> checkMatrices(name, d, covariances, from);
      case DIAGONAL, SPHERICAL -> from.checkPositive(name, covariances);
    }
    return GaussianComponents.of(
        type, count, d, means.values(), covariances.values(), CovarianceFloor.none(d));
  }

  /** Checks all d x d matrices of a tensor for positive variances and symmetry. */
  private static void checkMatrices(String name, int d, Tensor covariances, ParameterReader from) {
    double[] values = covariances.values();
    double[] deviations = new double[d];
    for (int matrix = 0; matrix < values.length; matrix += d * d) {
      for (int i = 0; i < d; i++) {
        int at = matrix + i * d + i;
        if (!(values[at] > 0)) {
          throw from.invalid(
              ParameterReader.element(name, covariances, at)
                  + ", a variance, must be > 0 but is "
                  + values[at]);
        }
        deviations[i] = Math.sqrt(values[at]);
      }
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < i; j++) {
          double lower = values[matrix + i * d + j];
          double upper = values[matrix + j * d + i];
          if (!(Math.abs(lower - upper) <= ASYMMETRY * deviations[i] * deviations[j])) {
            throw from.invalid(
                ParameterReader.element(name, covariances, matrix + i * d + j)
                    + " must equal the one across the diagonal, "
                    + upper
                    + ", but is "
                    + lower);
          }
        }
      }
    }
  }
}
