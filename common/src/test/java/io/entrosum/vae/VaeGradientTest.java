package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.init.VaeTraining;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients against differences of the naive twin, steps against Adam's formula. */
class VaeGradientTest {
  private static final long EPOCH = 7;

  private static VaeParameters trained(VaeCases kind, VarianceMethod variances, double[][] rows) {
    return VaeTraining.of(kind.spec().with(variances, 0), new StoppingRule(2, 0), List.of())
        .run(new LocalPass(List.of(Block.ofRows(rows))))
        .result()
        .model()
        .vae();
  }

  private static Batch batch(VaeParameters parameters, double[][] rows, int samples) {
    double[] weights = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      weights[i] = 1 + i % 3;
    }
    Block block = new Block(rows[0].length, Block.ofRows(rows).values(), weights);
    BlockRows blockRows = new BlockRows(parameters, block);
    return blockRows.batch(blockRows.inOrder(), 0, rows.length, samples, new RowNoise(11, EPOCH));
  }

  /** The negative mean bound by loops; s2 and alpha as they are. */
  private static double loss(NaiveVae naive, double[][] rows, Batch batch, int h) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < rows.length; i++) {
      float[] noise = new float[batch.samples() * h];
      for (int s = 0; s < batch.samples(); s++) {
        System.arraycopy(batch.noise(), (s * rows.length + i) * h, noise, s * h, h);
      }
      sum -= batch.weights()[i] * naive.row(rows[i], noise).bound();
      weight += batch.weights()[i];
    }
    return sum / weight;
  }

  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void gradientIsThatOfTheBound(VaeCases kind) {
    double[][] rows = kind.rows(40);
    VaeParameters parameters = trained(kind, VarianceMethod.FIXED, rows);
    Batch batch = batch(parameters, rows, 3);
    double[] gradient = new double[parameters.weights().length];
    LearnerState state =
        new LearnerState(
            parameters.weights(), new float[gradient.length], new float[gradient.length], 0);
    try (NetworkEngine.Learner learner = NetworkEngine.get().learner(parameters, state)) {
      learner.addGradient(batch, 1, gradient);
    }
    NaiveVae naive = new NaiveVae(parameters);
    int h = parameters.architecture().latents();
    double step = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double at = naive.weights()[i];
      naive.weights()[i] = at + step;
      double above = loss(naive, rows, batch, h);
      naive.weights()[i] = at - step;
      double below = loss(naive, rows, batch, h);
      naive.weights()[i] = at;
      double slope = (above - below) / (2 * step);
      assertThat(gradient[i])
          .as("weight %d", i)
          .isCloseTo(slope, within(2e-4 + 1e-4 * Math.abs(slope)));
    }
  }

  /** By the envelope theorem: the gradient with s2 and alpha at their optimum for the batch. */
  @ParameterizedTest
  @EnumSource(
      value = VaeCases.class,
      names = {"LINEAR", "VAE1", "VAE2", "BERNOULLI2", "LAPLACE"})
  void closedFormsOfABatchLeaveTheGradientAtTheirOptimum(VaeCases kind) {
    double[][] rows = kind.rows(40);
    VaeParameters parameters = trained(kind, VarianceMethod.CLOSED_FORM, rows);
    Batch batch = batch(parameters, rows, 3);
    double fit = 0;
    double[] prior = new double[parameters.architecture().latents()];
    Evaluation found = NetworkEngine.get().evaluate(parameters, batch);
    for (int i = 0; i < rows.length; i++) {
      double share = batch.weights()[i] / batch.weight();
      fit += share * found.fit()[i] * VaeStep.fitUnit(parameters) / rows[0].length;
      for (int k = 0; k < prior.length; k++) {
        int at = i * prior.length + k;
        prior[k] +=
            share
                * parameters
                    .architecture()
                    .prior()
                    .moment(found.mean()[at], found.logVariance()[at]);
      }
    }
    if (parameters.architecture().prior() == Prior.STANDARD) {
      Arrays.fill(prior, 1);
    }
    VaeParameters fixed =
        parameters
            .withVariances(parameters.architecture().hasNoise() ? fit : 1, prior)
            .heldVariances();
    assertThat(gradient(parameters, batch))
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(gradient(fixed, batch));
  }

  private static double[] gradient(VaeParameters parameters, Batch batch) {
    double[] gradient = new double[parameters.weights().length];
    LearnerState state =
        new LearnerState(
            parameters.weights(), new float[gradient.length], new float[gradient.length], 0);
    try (NetworkEngine.Learner learner = NetworkEngine.get().learner(parameters, state)) {
      learner.addGradient(batch, 1, gradient);
    }
    return gradient;
  }

  /**
   * What a graph needs for its gradients stays in memory, whatever the collector does meanwhile.
   */
  @Test
  void gradientsAreTheSameWhileGarbageIsCollected() throws InterruptedException {
    double[][] rows = VaeCases.VAE1.rows(40);
    VaeParameters parameters = trained(VaeCases.VAE1, VarianceMethod.CLOSED_FORM, rows);
    Batch batch = batch(parameters, rows, 3);
    double[] expected = gradient(parameters, batch);
    AtomicBoolean over = new AtomicBoolean();
    Thread collector =
        new Thread(
            () -> {
              while (!over.get()) {
                System.gc();
              }
            });
    collector.start();
    try {
      for (int i = 0; i < 15; i++) {
        assertThat(gradient(parameters, batch)).isEqualTo(expected);
      }
    } finally {
      over.set(true);
      collector.join();
    }
  }

  @Test
  void stepsAreThoseOfAdam() {
    double[][] rows = VaeCases.VAE1.rows(40);
    VaeParameters parameters = trained(VaeCases.VAE1, VarianceMethod.FIXED, rows);
    Batch batch = batch(parameters, rows, 2);
    int p = parameters.weights().length;
    LearnerState state =
        new LearnerState(parameters.weights().clone(), new float[p], new float[p], 0);
    double rate = .01;
    double[] w = new double[p];
    double[] m = new double[p];
    double[] v = new double[p];
    for (int i = 0; i < p; i++) {
      w[i] = parameters.weights()[i];
    }
    for (int t = 1; t <= 3; t++) {
      double[] g = gradient(parameters.withWeights(state.weights()), batch);
      for (int i = 0; i < p; i++) {
        m[i] = .9 * m[i] + .1 * g[i];
        v[i] = .999 * v[i] + .001 * g[i] * g[i];
        double mean = m[i] / (1 - Math.pow(.9, t));
        double square = v[i] / (1 - Math.pow(.999, t));
        w[i] -= rate * mean / (Math.sqrt(square) + 1e-8);
      }
      try (NetworkEngine.Learner learner = NetworkEngine.get().learner(parameters, state)) {
        learner.step(batch, rate);
        learner.read(state);
      }
    }
    assertThat(state.steps()).isEqualTo(3);
    for (int i = 0; i < p; i++) {
      assertThat((double) state.first()[i]).isCloseTo(m[i], within(1e-6 + 1e-4 * Math.abs(m[i])));
      assertThat((double) state.weights()[i]).as("weight %d", i).isCloseTo(w[i], within(2e-4));
    }
  }
}
