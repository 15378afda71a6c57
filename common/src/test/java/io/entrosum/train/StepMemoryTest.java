package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** L-BFGS on a quadratic, {@code -(x - c)' A (x - c) / 2} with a diagonal A of condition 1e4. */
class StepMemoryTest {
  private static final int N = 6;
  private static final double[] CURVATURE = {1, 10, 100, 1000, 3000, 10000};

  private static double[] gradient(double[] x) {
    double[] g = new double[N];
    Arrays.setAll(g, i -> CURVATURE[i] * (i - x[i]));
    return g;
  }

  @Test
  void withExactLinesAQuadraticTakesAsManyStepsAsDimensions() {
    StepMemory memory = new StepMemory(10);
    double[] x = new double[N];
    for (int step = 0; step < N; step++) {
      climb(memory, x, UnaryOperator.identity());
    }
    double left = Math.sqrt(StepMemory.dot(gradient(x), gradient(x)));
    assertThat(left).isLessThan(1e-6);
    // steepest ascent has hardly moved
    double[] y = new double[N];
    for (int step = 0; step < N; step++) {
      climb(new StepMemory(0), y, UnaryOperator.identity());
    }
    assertThat(Math.sqrt(StepMemory.dot(gradient(y), gradient(y)))).isGreaterThan(1);
  }

  @Test
  void theExactInverseHessianTakesOneStep() {
    double[] x = new double[N];
    UnaryOperator<double[]> newton =
        v -> {
          double[] w = v.clone();
          Arrays.setAll(w, i -> v[i] / CURVATURE[i]);
          return w;
        };
    climb(new StepMemory(10), x, newton);
    for (int i = 0; i < N; i++) {
      assertThat(x[i]).isEqualTo(i, within(1e-12));
    }
  }

  @Test
  void stepsWithoutCurvatureAreNotRemembered() {
    StepMemory memory = new StepMemory(2);
    memory.add(new double[] {1, 0}, new double[] {-1, 0});
    memory.add(new double[] {1, 0}, new double[] {0, 1});
    assertThat(memory.isEmpty()).isTrue();
    memory.add(new double[] {1, 0}, new double[] {1, 0});
    assertThat(memory.isEmpty()).isFalse();
    memory.clear();
    assertThat(memory.isEmpty()).isTrue();
  }

  private static void climb(StepMemory memory, double[] x, UnaryOperator<double[]> preconditioner) {
    double[] before = gradient(x);
    double[] direction = memory.direction(before, preconditioner);
    double curve = 0;
    for (int i = 0; i < N; i++) {
      curve += CURVATURE[i] * direction[i] * direction[i];
    }
    double length = StepMemory.dot(before, direction) / curve;
    double[] step = new double[N];
    Arrays.setAll(step, i -> length * direction[i]);
    Arrays.setAll(x, i -> x[i] + step[i]);
    double[] after = gradient(x);
    double[] fall = new double[N];
    Arrays.setAll(fall, i -> before[i] - after[i]);
    memory.add(step, fall);
  }
}
