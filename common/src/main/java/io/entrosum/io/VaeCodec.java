package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.LatentModel;
import io.entrosum.model.VaeModel;
import io.entrosum.stats.Slot;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import io.entrosum.vae.Observables;
import io.entrosum.vae.Scaling;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VarianceMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Autoencoders: the weights of each layer, {@code encoder.0.weight} [outputs, inputs] and so on,
 * numbers of single precision; {@code centre} [D] and {@code scale} [D] between rows and networks;
 * {@code noise_variance} [1], {@code prior_variances} [H]. The networks are described in JSON, with
 * the draws on which the bound is evaluated.
 */
final class VaeCodec implements ModelCodec {
  static final String NETWORKS = "entrosum.networks";
  static final String CENTRE = "centre";
  static final String SCALE = "scale";
  static final String NOISE = "noise_variance";
  static final String PRIOR = "prior_variances";

  private static final int LARGEST = 1 << 24;

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
    StatisticsLayout layout = architecture.weights(parameters.variances());
    for (Slot slot : layout.slots().values()) {
      double[] values = new double[slot.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parameters.weights()[slot.offset() + i];
      }
      into.tensor(tensorName(slot), Tensor.of(values, shape(slot)));
    }
    into.tensor(CENTRE, Tensor.of(parameters.scaling().centre(), architecture.columns()));
    into.tensor(SCALE, Tensor.of(parameters.scaling().scale(), architecture.columns()));
    into.tensor(NOISE, Tensor.of(new double[] {parameters.noise()}, 1));
    into.tensor(PRIOR, Tensor.of(parameters.prior(), architecture.latents()));
  }

  private static String tensorName(Slot slot) {
    return slot.name().replace('/', '.');
  }

  private static int[] shape(Slot slot) {
    return slot.shape().stream().mapToInt(Integer::intValue).toArray();
  }

  private static ObjectNode describe(VaeParameters parameters, LearningSettings settings) {
    Architecture architecture = parameters.architecture();
    ObjectNode all = StrictJson.object();
    all.put("latents", architecture.latents());
    all.set("encoder", describe(architecture.encoder()));
    all.set("decoder", describe(architecture.decoder()));
    all.put("observables", architecture.observables().name());
    all.put("posteriors", architecture.posteriors().name());
    all.put("outputs", architecture.outputs().name());
    all.put("prior", architecture.prior().name());
    all.put("variances", parameters.variances().name());
    all.put("samples", settings.samples());
    all.put("seed", settings.seed());
    return all;
  }

  private static ObjectNode describe(Network network) {
    ObjectNode node = StrictJson.object();
    ArrayNode layers = StrictJson.array();
    network.layers().forEach(layers::add);
    node.set("layers", layers);
    node.put("activation", network.activation().name());
    node.put("residual", network.residual());
    node.put("input", network.input().name());
    return node;
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
            number(json, "latents"),
            network(json.path("encoder")),
            network(json.path("decoder")),
            choice(Observables.class, json, "observables"),
            choice(Architecture.Posteriors.class, json, "posteriors"),
            choice(Architecture.Outputs.class, json, "outputs"),
            choice(Architecture.Prior.class, json, "prior"));
    VarianceMethod variances = choice(VarianceMethod.class, json, "variances");
    StatisticsLayout layout = architecture.weights(variances);
    // all of them are there before room is made for what the description claims
    List<Tensor> tensors =
        layout.slots().values().stream()
            .map(slot -> from.tensor(tensorName(slot), shape(slot)))
            .toList();
    float[] weights = new float[layout.size()];
    int next = 0;
    for (Slot slot : layout.slots().values()) {
      Tensor tensor = tensors.get(next++);
      for (int i = 0; i < slot.size(); i++) {
        weights[slot.offset() + i] = single(tensor, i, slot, from);
      }
    }
    Tensor centre = from.tensor(CENTRE, d);
    Tensor scale = from.tensor(SCALE, d);
    from.checkPositive(SCALE, scale);
    checkOneScale(architecture, scale, from);
    Tensor noise = from.tensor(NOISE, 1);
    from.checkPositive(NOISE, noise);
    Tensor prior = from.tensor(PRIOR, architecture.latents());
    from.checkPositive(PRIOR, prior);
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
            number(json, "samples"),
            seed.longValue()));
  }

  /** Weights are numbers of single precision; others would be other weights once they are read. */
  private static float single(Tensor tensor, int at, Slot slot, ParameterReader from) {
    double value = tensor.values()[at];
    float single = (float) value;
    if (single != value) {
      throw from.invalid(
          ParameterReader.element(tensorName(slot), tensor, at)
              + " must be a number of single precision but is "
              + value);
    }
    return single;
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

  private static Network network(JsonNode json) {
    List<Integer> layers = new ArrayList<>();
    json.path("layers").forEach(layer -> layers.add(layer.asInt()));
    return new Network(
        layers,
        choice(Activation.class, json, "activation"),
        json.path("residual").asBoolean(),
        choice(Activation.class, json, "input"));
  }

  private static int number(JsonNode json, String key) {
    int number = json.path(key).asInt();
    if (number < 1 || number > LARGEST) {
      throw new IllegalArgumentException(
          key + " must be from 1 to " + LARGEST + " but is " + json.path(key));
    }
    return number;
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode json, String key) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(json.path(key).asText())) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        key + " must be one of " + List.of(type.getEnumConstants()) + " but is " + json.path(key));
  }
}
