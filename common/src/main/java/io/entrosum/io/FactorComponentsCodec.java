package io.entrosum.io;

import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Factor analysers as components of a mixture: {@code means} [K, D], {@code loadings} [K, D, H],
 * {@code noise_variance} [K] or [K, D], as {@code entrosum.noise} says.
 */
final class FactorComponentsCodec implements ComponentsCodec {
  static final String NOISE_TYPE = "entrosum.noise";

  private static final Map<String, NoiseType> TYPES =
      Arrays.stream(NoiseType.values())
          .collect(Collectors.toMap(NoiseType::label, Function.identity()));

  @Override
  public String family() {
    return FactorComponents.FAMILY;
  }

  @Override
  public void encode(Components components, List<String> columns, TensorFile.Builder into) {
    FactorComponents factors = (FactorComponents) components;
    int k = factors.count();
    int d = factors.dimensions();
    into.metadata(NOISE_TYPE, factors.noiseType().label());
    into.tensor(GaussianCodec.MEANS, Tensor.of(factors.means(), k, d));
    into.tensor(
        FactorCodec.LOADINGS, Tensor.of(factors.loadings(), k, d, factors.latentDimensions()));
    into.tensor(
        FactorCodec.NOISE,
        factors.noiseType() == NoiseType.ISOTROPIC
            ? Tensor.of(factors.noise(), k)
            : Tensor.of(factors.noise(), k, d));
  }

  @Override
  public FactorComponents decode(int count, List<String> columns, ParameterReader from) {
    NoiseType type = from.oneOf(NOISE_TYPE, TYPES);
    Tensor means = from.tensor(GaussianCodec.MEANS, count, ParameterReader.ANY);
    int d = means.shape().get(1);
    Tensor loadings = from.tensor(FactorCodec.LOADINGS, count, d, ParameterReader.ANY);
    Tensor noise =
        type == NoiseType.ISOTROPIC
            ? from.tensor(FactorCodec.NOISE, count)
            : from.tensor(FactorCodec.NOISE, count, d);
    from.checkPositive(FactorCodec.NOISE, noise);
    int h = loadings.shape().get(2);
    FactorCodec.checkFewer(h, d, from);
    return new FactorComponents(
        count,
        d,
        h,
        means.values(),
        loadings.values(),
        type,
        noise.values(),
        CovarianceFloor.none(d));
  }
}
