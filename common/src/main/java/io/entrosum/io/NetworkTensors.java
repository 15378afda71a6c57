package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.stats.Slot;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Network;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VarianceMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * How networks are stored: described in JSON, the weights of each layer as a tensor, {@code
 * encoder.0.weight} [outputs, inputs] and so on, numbers of single precision.
 */
final class NetworkTensors {
  private static final int LARGEST = 1 << 24;

  private NetworkTensors() {}

  /** Adds all weights. */
  static void write(VaeParameters parameters, TensorFile.Builder into) {
    StatisticsLayout layout = parameters.architecture().weights(parameters.variances());
    for (Slot slot : layout.slots().values()) {
      double[] values = new double[slot.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parameters.weights()[slot.offset() + i];
      }
      into.tensor(tensorName(slot), Tensor.of(values, shape(slot)));
    }
  }

  /** All weights, flat. */
  static float[] read(Architecture architecture, VarianceMethod variances, ParameterReader from) {
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
    return weights;
  }

  private static String tensorName(Slot slot) {
    return slot.name().replace('/', '.');
  }

  private static int[] shape(Slot slot) {
    return slot.shape().stream().mapToInt(Integer::intValue).toArray();
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

  static ObjectNode describe(Network network) {
    ObjectNode node = StrictJson.object();
    ArrayNode layers = StrictJson.array();
    network.layers().forEach(layers::add);
    node.set("layers", layers);
    node.put("activation", network.activation().name());
    node.put("residual", network.residual());
    node.put("input", network.input().name());
    return node;
  }

  static Network network(JsonNode json) {
    List<Integer> layers = new ArrayList<>();
    json.path("layers").forEach(layer -> layers.add(layer.asInt()));
    return new Network(
        layers,
        choice(Activation.class, json, "activation"),
        json.path("residual").asBoolean(),
        choice(Activation.class, json, "input"));
  }

  static int number(JsonNode json, String key) {
    int number = json.path(key).asInt();
    if (number < 1 || number > LARGEST) {
      throw new IllegalArgumentException(
          key + " must be from 1 to " + LARGEST + " but is " + json.path(key));
    }
    return number;
  }

  static <E extends Enum<E>> E choice(Class<E> type, JsonNode json, String key) {
    for (E value : type.getEnumConstants()) {
      if (value.name().equals(json.path(key).asText())) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        key + " must be one of " + List.of(type.getEnumConstants()) + " but is " + json.path(key));
  }
}
