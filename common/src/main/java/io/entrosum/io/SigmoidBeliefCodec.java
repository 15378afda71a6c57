package io.entrosum.io;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;
import io.entrosum.belief.BeliefPosterior;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SigmoidBeliefNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Sigmoid belief networks: of each layer but the topmost {@code layerL.weights} [units above,
 * units] and {@code layerL.biases} [units], layer 0 that of the columns; {@code prior.logits}
 * [latents of the topmost layer]; and the family of posteriors, with the number of states of
 * truncated ones. A ridge is not stored: models that are read have none.
 */
final class SigmoidBeliefCodec implements ModelCodec {
  static final String POSTERIOR = "entrosum.posterior";
  static final String STATES = "entrosum.posterior-states";
  static final String LAYERS = "entrosum.layers";
  static final String PRIOR = "prior.logits";

  private static final int MOST_LAYERS = 100;
  private static final int MOST_STATES = 1_000_000;

  private static final Map<String, BeliefPosterior.Type> POSTERIORS =
      Arrays.stream(BeliefPosterior.Type.values())
          .collect(Collectors.toMap(BeliefPosterior.Type::label, Function.identity()));

  @Override
  public String type() {
    return SigmoidBeliefNetwork.TYPE;
  }

  private static String weights(int layer) {
    return "layer" + layer + ".weights";
  }

  private static String biases(int layer) {
    return "layer" + layer + ".biases";
  }

  @Override
  public void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into) {
    SigmoidBeliefNetwork network = (SigmoidBeliefNetwork) model;
    into.metadata(POSTERIOR, network.posterior().type().label());
    into.metadata(STATES, String.valueOf(network.posterior().states()));
    List<BeliefLayer> layers = network.layers().layers();
    int top = layers.size() - 1;
    into.metadata(LAYERS, String.valueOf(top));
    for (int l = 0; l < top; l++) {
      BeliefLayer layer = layers.get(l);
      into.tensor(weights(l), Tensor.of(layer.weights(), layer.inputs(), layer.outputs()));
      into.tensor(biases(l), Tensor.of(layer.biases(), layer.outputs()));
    }
    into.tensor(PRIOR, Tensor.of(layers.get(top).biases(), layers.get(top).outputs()));
  }

  @Override
  public SigmoidBeliefNetwork decode(List<String> columns, ParameterReader from) {
    BeliefPosterior.Type type = from.oneOf(POSTERIOR, POSTERIORS);
    int states = number(STATES, 0, MOST_STATES, from);
    int count = number(LAYERS, 1, MOST_LAYERS, from);
    Tensor prior = from.tensor(PRIOR, ParameterReader.ANY);
    try {
      List<BeliefLayer> layers = new ArrayList<>();
      layers.add(new BeliefLayer(0, new double[0], prior.values()));
      for (int l = count - 1; l >= 0; l--) {
        int inputs = layers.get(0).outputs();
        Tensor biases = from.tensor(biases(l), ParameterReader.ANY);
        Tensor weights = from.tensor(weights(l), inputs, biases.values().length);
        layers.add(0, new BeliefLayer(inputs, weights.values(), biases.values()));
      }
      return new SigmoidBeliefNetwork(
          new BeliefParameters(layers), new BeliefPosterior(type, states));
    } catch (IllegalArgumentException e) {
      throw from.invalid(String.valueOf(e.getMessage()));
    }
  }

  private static int number(String key, int least, int most, ParameterReader from) {
    String text = from.metadata(key);
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw from.invalid(
        "metadata "
            + key
            + " must be a whole number from "
            + least
            + " to "
            + most
            + " but is "
            + text);
  }
}
