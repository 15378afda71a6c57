package io.entrosum.belief;

import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The sufficient statistics of a sigmoid belief network as means per unit of weight, read from
 * sums; and the names of these. Where all states are listed, the sums are of the states, which say
 * everything about any parameters; else they are of the layers, about the parameters of the E-step.
 */
public final class BeliefSums {
  /** {@code sum w H[q]}. */
  public static final String POSTERIOR = "posteriorEntropy";

  /** How many rows had their states sought from nothing. */
  public static final String COLD = "cold";

  /** How many rows lost their states, which were made again by the E-steps before. */
  public static final String REPEATED = "repeated";

  static final String GRADIENT = "gradient";
  static final String GRAM = "gram";
  static final String CURVATURE = "curvature";
  static final String LAYER_LIKELIHOOD = "layerLikelihood";
  static final String LAYER_ENTROPY = "layerEntropy";

  private final double weight;
  private final double posterior;
  private final List<LayerSums> layers;

  private BeliefSums(double weight, double posterior, List<LayerSums> layers) {
    this.weight = weight;
    this.posterior = posterior;
    this.layers = layers;
  }

  /** Adds the slots of an E-step to a layout. */
  public static void addSlots(
      StatisticsLayout.Builder layout, BeliefParameters parameters, BeliefPosterior type) {
    if (type.listsAll()) {
      EnumeratedStep.addSlots(layout, parameters);
      return;
    }
    layout.add(POSTERIOR).add(COLD).add(REPEATED);
    for (int l = 0; l < parameters.layers().size(); l++) {
      BeliefLayer layer = parameters.layers().get(l);
      int rows = layer.inputs() + 1;
      layout
          .part(part(l))
          .add(GRADIENT, rows, layer.outputs())
          .add(GRAM, rows, rows)
          .add(CURVATURE, rows, layer.outputs())
          .add(LAYER_LIKELIHOOD)
          .add(LAYER_ENTROPY);
    }
  }

  static String part(int layer) {
    return "layer" + layer;
  }

  /**
   * The sums about parameters.
   *
   * @param parameters those of the E-step; where all states are listed, any
   * @param weight the sum of the row weights
   */
  public static BeliefSums of(
      BeliefParameters parameters, BeliefPosterior type, Statistics statistics, double weight) {
    List<LayerSums> layers = new ArrayList<>();
    List<LayerTable> tables = type.listsAll() ? tables(parameters, statistics, weight) : List.of();
    for (int l = 0; l < parameters.layers().size(); l++) {
      BeliefLayer layer = parameters.layers().get(l);
      layers.add(
          type.listsAll()
              ? tables.get(l).sums(layer)
              : gathered(layer.inputs(), statistics.part(part(l)), weight));
    }
    return new BeliefSums(weight, statistics.get(POSTERIOR) / weight, layers);
  }

  private static LayerSums gathered(int inputs, Statistics part, double weight) {
    return new LayerSums(
        inputs,
        mean(part, GRADIENT, weight),
        mean(part, GRAM, weight),
        mean(part, CURVATURE, weight),
        new double[] {part.get(LAYER_LIKELIHOOD) / weight, part.get(LAYER_ENTROPY) / weight});
  }

  private static double[] mean(Statistics sums, String slot, double weight) {
    double[] values = sums.array(slot);
    for (int i = 0; i < values.length; i++) {
      values[i] /= weight;
    }
    return values;
  }

  private static List<LayerTable> tables(
      BeliefParameters parameters, Statistics statistics, double weight) {
    return EnumeratedStates.tables(
        parameters,
        mean(statistics, EnumeratedStep.STATES, weight),
        mean(statistics, EnumeratedStep.STATE_ROWS, weight));
  }

  /**
   * The parameters of the highest bound for the posteriors behind statistics in which all states
   * are listed.
   *
   * @param from where the search starts
   * @param ridge on the weights and biases of all layers but the topmost, for sums
   */
  public static BeliefParameters maximise(
      BeliefParameters from, Statistics statistics, double weight, double ridge) {
    List<LayerTable> tables = tables(from, statistics, weight);
    List<BeliefLayer> layers = new ArrayList<>();
    for (int l = 0; l < tables.size(); l++) {
      double own = l < tables.size() - 1 ? ridge / weight : 0;
      layers.add(new LogisticRegression(tables.get(l), own).fit(from.layers().get(l)));
    }
    return new BeliefParameters(layers);
  }

  /** The sum of the row weights. */
  public double weight() {
    return weight;
  }

  /** {@code mean H[q]}, nats. */
  public double posterior() {
    return posterior;
  }

  /** {@code mean E_q ln p(x, z)}, nats. */
  public double logJoint() {
    return layers.stream().mapToDouble(LayerSums::logLikelihood).sum();
  }

  /** The expected entropy of the layers of latents, nats: of the prior. */
  public double latentEntropy() {
    return layers.stream().skip(1).mapToDouble(LayerSums::entropy).sum();
  }

  /** The expected entropy of the columns, nats. */
  public double observationEntropy() {
    return layers.get(0).entropy();
  }

  List<LayerSums> layers() {
    return layers;
  }

  /** How often each latent is on, [H]. */
  public double[] activities() {
    return layers.stream()
        .limit(layers.size() - 1L)
        .flatMapToDouble(
            layer -> {
              int rows = layer.inputs() + 1;
              return IntStream.range(0, layer.inputs())
                  .mapToDouble(i -> layer.gram()[i * rows + i]);
            })
        .toArray();
  }
}
