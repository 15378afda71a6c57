package io.entrosum.io;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.PosteriorType;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SparseCodingModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sparse coding: {@code dictionary} [D, H] of unit columns, {@code scales} [H], {@code
 * noise_variance} [1]; and the family of posteriors. Floors are not stored: models that are read
 * have none.
 */
final class SparseCodingCodec implements ModelCodec {
  static final String POSTERIOR = "entrosum.posterior";
  static final String DICTIONARY = "dictionary";
  static final String SCALES = "scales";
  static final String NOISE = "noise_variance";

  private static final Map<String, PosteriorType> POSTERIORS =
      Arrays.stream(PosteriorType.values())
          .collect(Collectors.toMap(PosteriorType::label, Function.identity()));

  @Override
  public String type() {
    return SparseCodingModel.TYPE;
  }

  @Override
  public void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into) {
    SparseCodingModel coding = (SparseCodingModel) model;
    into.metadata(POSTERIOR, coding.posterior().label());
    into.tensor(
        DICTIONARY, Tensor.of(coding.dictionary(), coding.dimensions(), coding.latentDimensions()));
    into.tensor(SCALES, Tensor.of(coding.scales(), coding.latentDimensions()));
    into.tensor(NOISE, Tensor.of(new double[] {coding.noise()}, 1));
  }

  @Override
  public SparseCodingModel decode(List<String> columns, ParameterReader from) {
    PosteriorType posterior = from.oneOf(POSTERIOR, POSTERIORS);
    Tensor scales = from.tensor(SCALES, ParameterReader.ANY);
    from.checkPositive(SCALES, scales);
    int h = scales.values().length;
    Tensor dictionary = from.tensor(DICTIONARY, ParameterReader.ANY, h);
    Tensor noise = from.tensor(NOISE, 1);
    from.checkPositive(NOISE, noise);
    int d = dictionary.shape().get(0);
    try {
      return new SparseCodingModel(
          new CodeParameters(d, dictionary.values(), scales.values(), noise.values()[0]),
          posterior);
    } catch (IllegalArgumentException e) {
      throw from.invalid(String.valueOf(e.getMessage()));
    }
  }
}
