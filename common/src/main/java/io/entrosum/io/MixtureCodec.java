package io.entrosum.io;

import io.entrosum.family.Components;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import java.util.List;

/** Mixtures: {@code weights} [K], {@code entrosum.family}, and what the family stores. */
final class MixtureCodec implements ModelCodec {
  static final String FAMILY = "entrosum.family";
  static final String WEIGHTS = "weights";

  /** How far the sum of the weights may be from 1. */
  private static final double TOLERANCE = 1e-9;

  @Override
  public String type() {
    return Mixture.TYPE;
  }

  @Override
  public void encode(LatentModel<?> model, List<String> columns, TensorFile.Builder into) {
    Mixture mixture = (Mixture) model;
    Components components = mixture.components();
    into.metadata(FAMILY, components.family());
    into.tensor(WEIGHTS, Tensor.of(mixture.weights(), mixture.count()));
    ComponentsCodec.REGISTRY.named(components.family()).encode(components, columns, into);
  }

  @Override
  public Mixture decode(List<String> columns, ParameterReader from) {
    ComponentsCodec family = ComponentsCodec.REGISTRY.read(FAMILY, from);
    Tensor weights = from.tensor(WEIGHTS, ParameterReader.ANY);
    double sum = 0;
    for (int c = 0; c < weights.values().length; c++) {
      double weight = weights.values()[c];
      if (!(weight > 0 && weight <= 1)) {
        throw from.invalid(
            ParameterReader.element(WEIGHTS, weights, c) + " must be in (0, 1] but is " + weight);
      }
      sum += weight;
    }
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw from.invalid("tensor weights must sum to 1 but sums to " + sum);
    }
    return new Mixture(weights.values(), family.decode(weights.values().length, columns, from));
  }
}
