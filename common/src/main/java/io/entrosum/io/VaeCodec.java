package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.LatentModel;
import io.entrosum.model.VaeModel;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Observables;
import io.entrosum.vae.Prior;
import io.entrosum.vae.Scaling;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VarianceMethod;
import java.util.List;

/**
 * Autoencoders: the weights of each layer, {@code encoder.0.weight} [outputs, inputs] and so on,
 * numbers of single precision; {@code centre} [D] and {@code scale} [D] between rows and networks;
 * {@code noise_variance} [1], {@code prior_variances} [H] (of Laplace latents {@code
 * prior_scales}). The networks are described in JSON, with the draws on which the bound is
 * evaluated.
 */
final class VaeCodec implements ModelCodec {
  static final String NETWORKS = "entrosum.networks";
  static final String CENTRE = "centre";
  static final String SCALE = "scale";
  static final String NOISE = "noise_variance";
  static final String PRIOR = "prior_variances";
  static final String PRIOR_SCALES = "prior_scales";

  @Override
  public String type() {
    return VaeModel.TYPE;
  }

  @Override
  public void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into) {
    VaeModel vae = (VaeModel) model;
    VaeParameters parameters = vae.vae();
    Architecture architecture = parameters.architecture();
    into.metadata(NETWORKS, StrictJson.line(describe(parameters, vae.settings())));
    NetworkTensors.write(parameters, into);
    into.tensor(CENTRE, Tensor.of(parameters.scaling().centre(), architecture.columns()));
    into.tensor(SCALE, Tensor.of(parameters.scaling().scale(), architecture.columns()));
    into.tensor(NOISE, Tensor.of(new double[] {parameters.noise()}, 1));
    into.tensor(prior(architecture), Tensor.of(parameters.prior(), architecture.latents()));
  }

  private static String prior(Architecture architecture) {
    return architecture.prior() == Prior.LAPLACE ? PRIOR_SCALES : PRIOR;
  }

  private static ObjectNode describe(VaeParameters parameters, LearningSettings settings) {
    Architecture architecture = parameters.architecture();
    ObjectNode all = StrictJson.object();
    all.put("latents", architecture.latents());
    all.set("encoder", NetworkTensors.describe(architecture.encoder()));
    all.set("decoder", NetworkTensors.describe(architecture.decoder()));
    all.put("observables", architecture.observables().name());
    all.put("posteriors", architecture.posteriors().name());
    all.put("outputs", architecture.outputs().name());
    all.put("prior", architecture.prior().name());
    all.put("variances", parameters.variances().name());
    all.put("samples", settings.samples());
    all.put("seed", settings.seed());
    return all;
  }

  @Override
  public VaeModel decode(List<String> columns, ParameterReader from) {
    JsonNode json = from.json(NETWORKS);
    try {
      return decode(json, columns.size(), from);
    } catch (IllegalArgumentException e) {
      throw from.invalid(NETWORKS + ": " + e.getMessage());
    }
  }

  private static VaeModel decode(JsonNode json, int d, ParameterReader from) {
    Architecture architecture =
        new Architecture(
            d,
            NetworkTensors.number(json, "latents"),
            NetworkTensors.network(json.path("encoder")),
            NetworkTensors.network(json.path("decoder")),
            NetworkTensors.choice(Observables.class, json, "observables"),
            NetworkTensors.choice(Architecture.Posteriors.class, json, "posteriors"),
            NetworkTensors.choice(Architecture.Outputs.class, json, "outputs"),
            NetworkTensors.choice(Prior.class, json, "prior"));
    VarianceMethod variances = NetworkTensors.choice(VarianceMethod.class, json, "variances");
    float[] weights = NetworkTensors.read(architecture, variances, from);
    Tensor centre = from.tensor(CENTRE, d);
    Tensor scale = from.tensor(SCALE, d);
    from.checkPositive(SCALE, scale);
    checkOneScale(architecture, scale, from);
    Tensor noise = from.tensor(NOISE, 1);
    from.checkPositive(NOISE, noise);
    Tensor prior = from.tensor(prior(architecture), architecture.latents());
    from.checkPositive(prior(architecture), prior);
    VaeParameters parameters =
        new VaeParameters(
            architecture,
            variances,
            new Scaling(centre.values(), scale.values()),
            weights,
            noise.values()[0],
            prior.values());
    JsonNode seed = json.path("seed");
    if (!seed.canConvertToLong()) {
      throw new IllegalArgumentException("seed must be a whole number but is " + seed);
    }
    LearningSettings defaults = LearningSettings.NONE;
    return new VaeModel(
        parameters,
        new LearningSettings(
            defaults.steps(),
            defaults.batchRows(),
            defaults.rate(),
            NetworkTensors.number(json, "samples"),
            seed.longValue()));
  }

  /** Where one s2 is that of all columns, so is the scale. */
  private static void checkOneScale(Architecture architecture, Tensor scale, ParameterReader from) {
    for (double value : scale.values()) {
      if (architecture.hasNoise() && value != scale.values()[0]) {
        throw from.invalid(
            "tensor scale must have equal elements with one noise variance, but has "
                + scale.values()[0]
                + " and "
                + value);
      }
    }
  }
}
