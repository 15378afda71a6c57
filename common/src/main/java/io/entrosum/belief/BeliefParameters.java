package io.entrosum.belief;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The layers of a sigmoid belief network, that of the data first, each above the one before. The
 * units of all layers but the first are latent; they are numbered from the layer next to the data
 * upwards. Immutable.
 *
 * @param layers at least two; the last has no inputs
 */
public record BeliefParameters(List<BeliefLayer> layers) implements Serializable {
  /**
   * Keeps a copy of the list.
   *
   * @throws IllegalArgumentException if the layers do not fit each other
   */
  public BeliefParameters {
    layers = List.copyOf(layers);
    if (layers.size() < 2) {
      throw new IllegalArgumentException(
          "belief network: there must be at least 2 layers but there are " + layers.size());
    }
    for (int l = 0; l < layers.size(); l++) {
      int above = l + 1 < layers.size() ? layers.get(l + 1).outputs() : 0;
      if (layers.get(l).inputs() != above) {
        throw new IllegalArgumentException(
            "belief network: layer "
                + l
                + " is for "
                + layers.get(l).inputs()
                + " units above but there are "
                + above);
      }
    }
  }

  /** The number D of columns of the data. */
  public int columns() {
    return layers.get(0).outputs();
  }

  /** The number H of latents of all layers. */
  public int latents() {
    return layers.stream().skip(1).mapToInt(BeliefLayer::outputs).sum();
  }

  /** The sizes of the layers of latents, that next to the data first. */
  public int[] sizes() {
    return layers.stream().skip(1).mapToInt(BeliefLayer::outputs).toArray();
  }

  /** The number of weights and biases of all layers. */
  public int size() {
    return layers.stream().mapToInt(BeliefLayer::size).sum();
  }

  /** All numbers: of each layer the weights, then the biases. */
  public double[] coordinates() {
    double[] all = new double[size()];
    int at = 0;
    for (BeliefLayer layer : layers) {
      System.arraycopy(layer.weights(), 0, all, at, layer.weights().length);
      at += layer.weights().length;
      System.arraycopy(layer.biases(), 0, all, at, layer.outputs());
      at += layer.outputs();
    }
    return all;
  }

  /** The same network with other numbers, in the order of {@link #coordinates}. */
  public BeliefParameters with(double[] coordinates) {
    List<BeliefLayer> others = new ArrayList<>();
    int at = 0;
    for (BeliefLayer layer : layers) {
      double[] weights = new double[layer.weights().length];
      double[] biases = new double[layer.outputs()];
      System.arraycopy(coordinates, at, weights, 0, weights.length);
      System.arraycopy(coordinates, at + weights.length, biases, 0, biases.length);
      at += layer.size();
      others.add(new BeliefLayer(layer.inputs(), weights, biases));
    }
    return new BeliefParameters(others);
  }

  /** {@code |V|^2 + |b|^2} of all layers but the topmost: what a ridge weighs. */
  public double squares() {
    double sum = 0;
    for (BeliefLayer layer : layers.subList(0, layers.size() - 1)) {
      for (double value : layer.weights()) {
        sum += value * value;
      }
      for (double value : layer.biases()) {
        sum += value * value;
      }
    }
    return sum;
  }

  /**
   * The same distribution of rows in canonical form: a latent that is on for most is exchanged for
   * its opposite (on where it was off), from the top down, and those of a layer are in the order of
   * the lengths of their weights, falling.
   */
  public BeliefParameters canonical() {
    List<BeliefLayer> result = new ArrayList<>(layers);
    double[] probabilities = {};
    for (int l = layers.size() - 1; l > 0; l--) {
      probabilities = expected(result.get(l), probabilities);
      for (int i = 0; i < probabilities.length; i++) {
        if (probabilities[i] > .5) {
          result.set(l, negated(result.get(l), i));
          result.set(l - 1, opposite(result.get(l - 1), i));
          probabilities[i] = 1 - probabilities[i];
        }
      }
      int[] order = byLength(result.get(l - 1));
      result.set(l, outputs(result.get(l), order));
      result.set(l - 1, inputs(result.get(l - 1), order));
      probabilities = ordered(probabilities, order);
    }
    return new BeliefParameters(result);
  }

  /** How often units are on where those above are on as often as they are and independent. */
  private static double[] expected(BeliefLayer layer, double[] above) {
    double[] probabilities = layer.biases().clone();
    for (int i = 0; i < layer.inputs(); i++) {
      for (int j = 0; j < probabilities.length; j++) {
        probabilities[j] += above[i] * layer.weights()[i * probabilities.length + j];
      }
    }
    for (int j = 0; j < probabilities.length; j++) {
      probabilities[j] = Logits.probability(probabilities[j]);
    }
    return probabilities;
  }

  private static BeliefLayer negated(BeliefLayer layer, int unit) {
    double[] weights = layer.weights().clone();
    double[] biases = layer.biases().clone();
    biases[unit] = -biases[unit];
    for (int i = 0; i < layer.inputs(); i++) {
      weights[i * biases.length + unit] = -weights[i * biases.length + unit];
    }
    return new BeliefLayer(layer.inputs(), weights, biases);
  }

  private static BeliefLayer opposite(BeliefLayer layer, int input) {
    double[] weights = layer.weights().clone();
    double[] biases = layer.biases().clone();
    for (int j = 0; j < biases.length; j++) {
      double weight = weights[input * biases.length + j];
      biases[j] += weight;
      weights[input * biases.length + j] = -weight;
    }
    return new BeliefLayer(layer.inputs(), weights, biases);
  }

  private static int[] byLength(BeliefLayer layer) {
    int n = layer.outputs();
    double[] squares = new double[layer.inputs()];
    for (int i = 0; i < squares.length; i++) {
      for (int j = 0; j < n; j++) {
        squares[i] += layer.weights()[i * n + j] * layer.weights()[i * n + j];
      }
    }
    return IntStream.range(0, squares.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -squares[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] ordered(double[] values, int[] order) {
    return IntStream.of(order).mapToDouble(i -> values[i]).toArray();
  }

  private static BeliefLayer outputs(BeliefLayer layer, int[] order) {
    double[] weights = new double[layer.weights().length];
    for (int i = 0; i < layer.inputs(); i++) {
      for (int j = 0; j < order.length; j++) {
        weights[i * order.length + j] = layer.weights()[i * order.length + order[j]];
      }
    }
    return new BeliefLayer(layer.inputs(), weights, ordered(layer.biases(), order));
  }

  private static BeliefLayer inputs(BeliefLayer layer, int[] order) {
    int n = layer.outputs();
    double[] weights = new double[layer.weights().length];
    for (int i = 0; i < order.length; i++) {
      System.arraycopy(layer.weights(), order[i] * n, weights, i * n, n);
    }
    return new BeliefLayer(layer.inputs(), weights, layer.biases());
  }

  /**
   * Draws a row.
   *
   * @param row Modified. Overwritten with 0 and 1, length D.
   */
  public void sample(RandomGenerator random, double[] row) {
    boolean[] on = {};
    for (int l = layers.size() - 1; l >= 0; l--) {
      BeliefLayer layer = layers.get(l);
      double[] logits = new double[layer.outputs()];
      layer.logits(on, 0, logits);
      on = new boolean[logits.length];
      for (int j = 0; j < on.length; j++) {
        on[j] = random.nextDouble() < Logits.probability(logits[j]);
      }
    }
    for (int j = 0; j < row.length; j++) {
      row[j] = on[j] ? 1 : 0;
    }
  }
}
