package io.entrosum.vae;

/**
 * Where Adam is: weights, first and second moments of their gradients, the number of steps. Owned
 * by one thread, and modified.
 */
public final class LearnerState {
  private final float[] weights;
  private final float[] first;
  private final float[] second;
  private double steps;

  /** The given arrays themselves. */
  public LearnerState(float[] weights, float[] first, float[] second, double steps) {
    this.weights = weights;
    this.first = first;
    this.second = second;
    this.steps = steps;
  }

  /** Weights, flat. */
  public float[] weights() {
    return weights;
  }

  /** First moments of the gradients. */
  public float[] first() {
    return first;
  }

  /** Second moments of the gradients. */
  public float[] second() {
    return second;
  }

  /** Steps so far: a mean where learners were averaged. */
  public double steps() {
    return steps;
  }

  /** Says how many there have been. */
  public void setSteps(double number) {
    steps = number;
  }

  /** An independent copy. */
  public LearnerState copy() {
    return new LearnerState(weights.clone(), first.clone(), second.clone(), steps);
  }
}
