package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.PosteriorType;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SparseCoding;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Scaling;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VarianceMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sparse coding: {@code dictionary} [D, H] of unit columns, {@code scales} [H], {@code
 * noise_variance} [1]; and the family of posteriors. Floors are not stored: models that are read
 * have none.
 *
 * <p>Amortised posteriors add the weights of the encoder, {@code decoder.mean.weight} [D, H]: the
 * dictionary with the norms that it was learned with, {@code scale} [1]: a power of two that rows
 * are divided by before the networks, and a description of these in JSON. Dictionary and scales are
 * then for readers who know nothing of networks; they must agree with the rest.
 */
final class SparseCodingCodec implements ModelCodec {
  static final String POSTERIOR = "entrosum.posterior";
  static final String DICTIONARY = "dictionary";
  static final String SCALES = "scales";
  static final String NOISE = "noise_variance";

  static final String SCALE = "scale";

  /** What seeks posteriors; nothing where a network has them. */
  private static final Map<String, Optional<PosteriorType>> POSTERIORS =
      Map.of(
          PosteriorType.FULL.label(),
          Optional.of(PosteriorType.FULL),
          PosteriorType.DIAGONAL.label(),
          Optional.of(PosteriorType.DIAGONAL),
          AmortisedCodingModel.POSTERIOR,
          Optional.empty());

  @Override
  public String type() {
    return SparseCodingModel.TYPE;
  }

  @Override
  public void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into) {
    SparseCoding<?> coding = (SparseCoding<?>) model;
    into.metadata(POSTERIOR, coding.posteriorLabel());
    into.tensor(
        DICTIONARY, Tensor.of(coding.dictionary(), coding.dimensions(), coding.latentDimensions()));
    into.tensor(SCALES, Tensor.of(coding.scales(), coding.latentDimensions()));
    into.tensor(NOISE, Tensor.of(new double[] {coding.noise()}, 1));
    if (coding instanceof AmortisedCodingModel amortised) {
      VaeParameters parameters = amortised.vae();
      ObjectNode networks = StrictJson.object();
      networks.set("encoder", NetworkTensors.describe(parameters.architecture().encoder()));
      networks.put("rank", parameters.architecture().rank());
      into.metadata(VaeCodec.NETWORKS, StrictJson.line(networks));
      NetworkTensors.write(parameters, into);
      into.tensor(SCALE, Tensor.of(new double[] {parameters.scaling().common()}, 1));
    }
  }

  @Override
  public LatentModel<?> decode(List<String> columns, ParameterReader from) {
    Optional<PosteriorType> posterior = from.oneOf(POSTERIOR, POSTERIORS);
    Tensor scales = from.tensor(SCALES, ParameterReader.ANY);
    from.checkPositive(SCALES, scales);
    int h = scales.values().length;
    Tensor dictionary = from.tensor(DICTIONARY, ParameterReader.ANY, h);
    Tensor noise = from.tensor(NOISE, 1);
    from.checkPositive(NOISE, noise);
    int d = dictionary.shape().get(0);
    try {
      CodeParameters codes =
          new CodeParameters(d, dictionary.values(), scales.values(), noise.values()[0]);
      return posterior.isPresent()
          ? new SparseCodingModel(codes, posterior.get())
          : amortised(codes, from);
    } catch (IllegalArgumentException e) {
      throw from.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static AmortisedCodingModel amortised(CodeParameters codes, ParameterReader from) {
    JsonNode json = from.json(VaeCodec.NETWORKS);
    Architecture architecture =
        Architecture.dictionary(
            codes.columns(),
            codes.latents(),
            NetworkTensors.network(json.path("encoder")),
            json.path("rank").asInt(-1));
    float[] weights = NetworkTensors.read(architecture, VarianceMethod.CLOSED_FORM, from);
    Tensor scale = from.tensor(SCALE, 1);
    double unit = scale.values()[0];
    if (!(unit > 0) || unit != Math.scalb(1.0, Math.getExponent(unit))) {
      throw from.invalid("tensor scale must be a power of two but is " + unit);
    }
    double[] prior = codes.scales().clone();
    for (int i = 0; i < prior.length; i++) {
      prior[i] /= unit;
    }
    AmortisedCodingModel model =
        new AmortisedCodingModel(
            new VaeParameters(
                architecture,
                VarianceMethod.CLOSED_FORM,
                Scaling.uncentred(codes.columns(), unit),
                weights,
                codes.noise(),
                prior));
    if (!Arrays.equals(model.codes().dictionary(), codes.dictionary())) {
      throw from.invalid("tensor dictionary must be decoder.mean.weight with unit columns");
    }
    return model;
  }
}
