package io.entrosum.io;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import io.entrosum.model.LatentModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Probabilistic PCA and factor analysis: {@code mean} [D], {@code loadings} [D, H], {@code
 * noise_variance} [1] or [D]. Floors are not stored: models that are read have none.
 *
 * @param noise of the models of this type
 */
record FactorCodec(NoiseType noise) implements ModelCodec {
  static final String ROTATION = "entrosum.rotation";
  static final String MEAN = "mean";
  static final String LOADINGS = "loadings";
  static final String NOISE = "noise_variance";

  private static final Map<String, FactorModel.Rotation> ROTATIONS =
      Arrays.stream(FactorModel.Rotation.values())
          .collect(Collectors.toMap(FactorModel.Rotation::label, Function.identity()));

  @Override
  public String type() {
    return noise == NoiseType.ISOTROPIC ? FactorModel.PPCA : FactorModel.FACTOR_ANALYSIS;
  }

  @Override
  public void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into) {
    FactorModel factors = (FactorModel) model;
    int d = factors.dimensions();
    into.metadata(ROTATION, factors.rotation().label());
    into.tensor(MEAN, Tensor.of(factors.mean(), d));
    into.tensor(LOADINGS, Tensor.of(factors.loadings(), d, factors.latentDimensions()));
    into.tensor(NOISE, Tensor.of(factors.noise(), noise.size(d)));
  }

  @Override
  public FactorModel decode(List<String> columns, ParameterReader from) {
    FactorModel.Rotation rotation = from.oneOf(ROTATION, ROTATIONS);
    Tensor mean = from.tensor(MEAN, ParameterReader.ANY);
    int d = mean.values().length;
    Tensor loadings = from.tensor(LOADINGS, d, ParameterReader.ANY);
    Tensor variances = from.tensor(NOISE, noise.size(d));
    from.checkPositive(NOISE, variances);
    int h = loadings.shape().get(1);
    checkFewer(h, d, from);
    return new FactorModel(
        new FactorComponents(
            1,
            d,
            h,
            mean.values(),
            loadings.values(),
            noise,
            variances.values(),
            CovarianceFloor.none(d)),
        rotation);
  }

  static void checkFewer(int h, int d, ParameterReader from) {
    if (h >= d) {
      throw from.invalid(
          "tensor loadings must have fewer columns than the " + d + " of the data but has " + h);
    }
  }
}
