package io.entrosum.vae.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.entrosum.stats.Slot;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Batch;
import io.entrosum.vae.LearnerState;
import io.entrosum.vae.NetworkEngine;
import io.entrosum.vae.VaeParameters;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * Steps of Adam (Kingma and Ba 2015, decay .9 and .999) on weights that live in PyTorch.
 *
 * <p>Gradients are collected by the calls underneath the library's collector, which allows one
 * collection at a time in a virtual machine, where Spark runs several tasks.
 */
final class PyTorchLearner implements NetworkEngine.Learner {
  private static final float FIRST_DECAY = .9f;
  private static final float SECOND_DECAY = .999f;
  private static final float EPSILON = 1e-8f;

  private final StatisticsLayout layout;
  private final NDManager manager = PyTorchEngine.manager();
  private final Map<String, NDArray> weights;
  private final Map<String, NDArray> first;
  private final Map<String, NDArray> second;
  private final Graph graph;
  private double steps;

  PyTorchLearner(VaeParameters parameters, LearnerState state) {
    layout = parameters.architecture().weights(parameters.variances());
    weights = Arrays64.slots(manager, layout, state.weights());
    first = Arrays64.slots(manager, layout, state.first());
    second = Arrays64.slots(manager, layout, state.second());
    steps = state.steps();
    weights.values().forEach(array -> array.setRequiresGradient(true));
    graph = new Graph(parameters, weights);
  }

  @Override
  public void step(Batch batch, double rate) {
    gradient(batch);
    steps++;
    double correction =
        Math.sqrt(1 - Math.pow(SECOND_DECAY, steps)) / (1 - Math.pow(FIRST_DECAY, steps));
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      weights.forEach(
          (name, weight) -> {
            try (NDArray slope = weight.getGradient()) {
              weight
                  .getNDArrayInternal()
                  .adamUpdate(
                      new NDList(weight, slope, of(first, name), of(second, name)),
                      new NDList(weight),
                      (float) rate,
                      (float) (rate * correction),
                      0,
                      1,
                      -1,
                      FIRST_DECAY,
                      SECOND_DECAY,
                      EPSILON,
                      true,
                      false);
            }
            JniUtils.zeroGrad((PtNDArray) weight);
          });
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private static NDArray of(Map<String, NDArray> arrays, String name) {
    return Objects.requireNonNull(arrays.get(name));
  }

  /** Leaves the gradient of the loss beside the weights. */
  private void gradient(Batch batch) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try (NDManager scratch = manager.newSubManager()) {
      NDArray loss = graph.loss(graph.rows(batch, scratch));
      NDArray one = scratch.ones(loss.getShape(), DataType.FLOAT32);
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  @Override
  public void addGradient(Batch batch, double factor, double[] into) {
    gradient(batch);
    for (Slot slot : layout.slots().values()) {
      NDArray weight = of(weights, slot.name());
      try (NDArray slope = weight.getGradient()) {
        FloatBuffer values = slope.toByteBuffer().asFloatBuffer();
        for (int i = 0; i < slot.size(); i++) {
          into[slot.offset() + i] += factor * values.get(i);
        }
      }
      JniUtils.zeroGrad((PtNDArray) weight);
    }
  }

  @Override
  public void read(LearnerState into) {
    read(weights, into.weights());
    read(first, into.first());
    read(second, into.second());
    into.setSteps(steps);
  }

  private void read(Map<String, NDArray> from, float[] into) {
    for (Slot slot : layout.slots().values()) {
      of(from, slot.name()).toByteBuffer().asFloatBuffer().get(into, slot.offset(), slot.size());
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
