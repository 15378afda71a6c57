package io.entrosum.vae.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Batch;
import io.entrosum.vae.Evaluation;
import io.entrosum.vae.LearnerState;
import io.entrosum.vae.NetworkEngine;
import io.entrosum.vae.VaeParameters;
import org.jspecify.annotations.Nullable;

/** Networks by PyTorch, in single precision, on the processor, with one thread a call. */
public final class PyTorchEngine implements NetworkEngine {
  private static final String NAME = "PyTorch";

  static {
    // Spark runs a task on every core; a library that lacks its natives must not fetch them
    setDefault("ai.djl.pytorch.num_threads", "1");
    setDefault("ai.djl.pytorch.num_interop_threads", "1");
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
  }

  private static @Nullable PyTorchEngine instance;

  private PyTorchEngine() {
    Engine.getEngine(NAME);
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * The one instance; loads the natives at first.
   *
   * @throws ai.djl.engine.EngineException if they do not load
   */
  public static synchronized PyTorchEngine get() {
    PyTorchEngine loaded = instance;
    if (loaded == null) {
      loaded = new PyTorchEngine();
      instance = loaded;
    }
    return loaded;
  }

  static NDManager manager() {
    return NDManager.newBaseManager(Device.cpu(), NAME);
  }

  @Override
  public Evaluation evaluate(VaeParameters parameters, Batch batch) {
    return withoutGradients(
        manager -> {
          Graph graph = graph(parameters, manager);
          Graph.Rows rows = graph.rows(batch, manager);
          Graph.Posterior posterior = graph.encode(rows);
          Graph.Terms terms = graph.terms(rows, posterior);
          NDArray ofFactors = graph.logDeterminantOfFactors(posterior);
          return new Evaluation(
              posterior.mean().toFloatArray(),
              graph.logVariance(posterior).toFloatArray(),
              ofFactors == null
                  ? new float[0]
                  : ofFactors.add(posterior.own().sum(new int[] {1})).toFloatArray(),
              terms.fit().toFloatArray(),
              terms.spread() == null ? new float[batch.rows()] : terms.spread().toFloatArray());
        });
  }

  @Override
  public Decoded decode(VaeParameters parameters, int n, float[] latents) {
    return withoutGradients(
        manager -> {
          Graph graph = graph(parameters, manager);
          NDArray z = Arrays64.of(manager, latents, n, parameters.architecture().latents());
          Graph.Output output = graph.decode(z);
          NDArray logVariance = output.logVariance();
          return new Decoded(
              output.mean().toFloatArray(),
              logVariance == null ? new float[0] : logVariance.toFloatArray());
        });
  }

  @Override
  public Learner learner(VaeParameters parameters, LearnerState state) {
    return new PyTorchLearner(parameters, state);
  }

  private static Graph graph(VaeParameters parameters, NDManager manager) {
    StatisticsLayout layout = parameters.architecture().weights(parameters.variances());
    return new Graph(parameters, Arrays64.slots(manager, layout, parameters.weights()));
  }

  private interface Calculation<T> {
    T with(NDManager manager);
  }

  private static <T> T withoutGradients(Calculation<T> calculation) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDManager manager = manager()) {
      return calculation.with(manager);
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
