package io.entrosum.model;

import io.entrosum.belief.BeliefSlope;
import io.entrosum.belief.BeliefSums;

/** The bound of a sigmoid belief network, less its ridge, about a model in training. */
final class SigmoidBeliefSlope implements SteppedModel.Slope<SigmoidBeliefNetwork> {
  private final SigmoidBeliefNetwork model;
  private final double value;
  private final BeliefSlope slope;

  SigmoidBeliefSlope(SigmoidBeliefNetwork model, BeliefSums sums, double bound) {
    this.model = model;
    double ridge = model.ridge() / sums.weight();
    this.value = bound - .5 * ridge * model.layers().squares();
    this.slope = new BeliefSlope(model.layers(), sums, ridge);
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] gradient() {
    return slope.gradient();
  }

  @Override
  public double[] precondition(double[] vector) {
    return slope.precondition(vector);
  }

  @Override
  public boolean limit(double[] step) {
    return BeliefSlope.limit(step);
  }

  @Override
  public SigmoidBeliefNetwork moved(double[] step, double share) {
    double[] moved = model.coordinates();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += share * step[i];
    }
    return model.with(model.layers().with(moved));
  }
}
