package io.entrosum.vae;

import io.entrosum.vae.pytorch.PyTorchEngine;

/**
 * What calculates networks and their gradients: an optional library. Thread-safe; each call uses
 * one thread.
 */
public interface NetworkEngine {
  /**
   * The engine of this virtual machine.
   *
   * @throws MissingEngineException if the library is not on the class path
   */
  static NetworkEngine get() {
    MissingEngineException.check();
    return PyTorchEngine.get();
  }

  /** What the networks say of rows, see {@link Evaluation}. */
  Evaluation evaluate(VaeParameters parameters, Batch batch);

  /**
   * What the decoder says of latents.
   *
   * @param n how many
   * @param latents row-major [n, H]
   */
  Decoded decode(VaeParameters parameters, int n, float[] latents);

  /**
   * Steps from a state.
   *
   * @param parameters whose weights are those of the state; of which only what is no weight is used
   * @param state not modified before {@link Learner#read}
   */
  Learner learner(VaeParameters parameters, LearnerState state);

  /**
   * Parameters of the columns given latents, in units of the networks.
   *
   * @param mean of Gaussian columns, logits of Bernoulli columns, row-major [n, D]
   * @param logVariance where columns have variances of their own, row-major [n, D]; else empty
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Decoded(float[] mean, float[] logVariance) {}

  /** Minibatch steps; one thread. */
  interface Learner extends AutoCloseable {
    /**
     * One step of Adam that lowers the negative bound of a batch.
     *
     * @param rate the learning rate
     */
    void step(Batch batch, double rate);

    /**
     * Adds the gradient of the negative mean bound of a batch, times a factor.
     *
     * @param into Modified. Flat, as the weights.
     */
    void addGradient(Batch batch, double factor, double[] into);

    /** Puts weights and moments into a state. */
    void read(LearnerState into);

    /** Frees what is outside the heap. */
    @Override
    void close();
  }
}
