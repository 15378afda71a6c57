package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.CodeSlope;
import io.entrosum.coding.CodeSums;
import java.util.ArrayList;

/** The objective of sparse coding about a model in training, with its floors. */
final class SparseCodingSlope implements SteppedModel.Slope<SparseCodingModel> {
  private final SparseCodingModel model;
  private final CodeParameters at;
  private final SparseCodingBound bound;
  private final CodeSlope slope;

  /**
   * The surroundings of a model.
   *
   * @param sums of an E-step of the model
   */
  SparseCodingSlope(SparseCodingModel model, CodeSums sums) {
    this.model = model;
    this.at = model.codes();
    this.bound = new SparseCodingBound(at, sums);
    this.slope = new CodeSlope(at, sums, model.weights());
  }

  @Override
  public double value() {
    return bound.weighted(model.weights());
  }

  /** At a floor there is no way down. */
  @Override
  public double[] gradient() {
    double[] gradient = slope.gradient();
    holdAtFloors(gradient);
    return gradient;
  }

  private void holdAtFloors(double[] vector) {
    int size = at.dictionary().length;
    int h = at.latents();
    double leastScale = model.settings().leastScale(model.weights());
    for (int i = 0; i < h; i++) {
      if (at.scales()[i] <= leastScale && vector[size + i] < 0) {
        vector[size + i] = 0;
      }
    }
    if (at.noise() <= model.settings().leastNoise() && vector[size + h] < 0) {
      vector[size + h] = 0;
    }
  }

  @Override
  public double[] precondition(double[] vector) {
    return slope.precondition(vector);
  }

  @Override
  public boolean limit(double[] step) {
    holdAtFloors(step);
    return slope.limit(step);
  }

  @Override
  public SparseCodingModel moved(double[] step, double share) {
    int size = at.dictionary().length;
    int h = at.latents();
    double[] dictionary = at.dictionary().clone();
    for (int i = 0; i < size; i++) {
      dictionary[i] += share * step[i];
    }
    double[] scales = new double[h];
    for (int i = 0; i < h; i++) {
      scales[i] = at.scales()[i] * Math.exp(share * step[size + i]);
    }
    double noise = at.noise() * Math.exp(share * step[size + h]);
    return model.floored(dictionary, scales, noise, new ArrayList<>());
  }
}
