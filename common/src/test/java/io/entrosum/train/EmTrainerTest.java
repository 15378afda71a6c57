package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The loop, with models that play a list of bounds ({@link Script}). */
class EmTrainerTest {
  private final List<String> log = new ArrayList<>();

  /** Three rows of total weight 4.5, in two partitions. */
  private final Pass pass =
      new LocalPass(
          List.of(
              List.of(new Block(1, new double[] {1, 2}, new double[] {0.5, 3})),
              List.of(Block.ofRow(new double[] {3}))),
          1);

  @Test
  void converges() {
    TrainingResult<Script> result = train(50, 1e-3, Script.of(-5, -4, -3.9, -3.8999, -3.8999, -1));
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.iterations()).isEqualTo(4);
    assertThat(result.model().place()).isEqualTo(4);
    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.weight()).isEqualTo(4.5);
  }

  @Test
  void theTraceHasEveryIteration() {
    TrainingResult<Script> result = train(3, 0, Script.of(-5, -4, -3.5, -3));
    assertThat(result.trace()).extracting(Iteration::number).containsExactly(1, 2, 3);
    assertThat(result.trace())
        .extracting(iteration -> iteration.bound().bound())
        .containsExactly(-5.0, -4.0, -3.5);
    assertThat(result.trace()).extracting(Iteration::change).containsExactly(Double.NaN, 1.0, 0.5);
    assertThat(result.trace())
        .allSatisfy(
            iteration -> {
              assertThat(iteration.rows()).isEqualTo(3);
              assertThat(iteration.weight()).isEqualTo(4.5);
              assertThat(iteration.seconds()).isNotNegative();
            });
  }

  @Test
  void theReportedBoundBelongsToTheReturnedModelInCanonicalForm() {
    Script start = Script.of(-5, -4, -3.5, -3);
    for (int iterations = 0; iterations <= 4; iterations++) {
      TrainingResult<Script> result = train(iterations, 0, start);
      assertThat(result.stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
      assertThat(result.iterations()).isEqualTo(iterations);
      assertThat(result.model().place()).isEqualTo(iterations);
      assertThat(result.model().tidy()).isTrue();
      assertThat(result.bound().bound()).isEqualTo(Script.ownBound(start.bounds(), iterations));
    }
  }

  @Test
  void noIterationsReturnTheStartWithItsBound() {
    TrainingResult<Script> result = train(0, 1e-3, Script.of(-5));
    assertThat(result.model().place()).isZero();
    assertThat(result.bound().bound()).isEqualTo(-99.5);
    assertThat(result.trace()).isEmpty();
    assertThat(result.events()).isEmpty();
    assertThat(result.rows()).isEqualTo(3);
  }

  @Test
  void aFallEndsTrainingWithTheModelBeforeIt() {
    Script start = Script.of(-5, -4, -4.5, -3);
    TrainingResult<Script> result =
        train(50, 1e-3, start.with(Map.of(3, List.of(empty(3)), 2, List.of(floor(2)))));
    assertThat(result.stopReason()).isEqualTo(StopReason.BOUND_FELL);
    assertThat(result.model().place()).isEqualTo(2);
    assertThat(result.bound().bound()).isEqualTo(Script.ownBound(start.bounds(), 2));
    assertThat(result.iterations()).isEqualTo(2);
    assertThat(result.events()).containsExactly(floor(2));
    assertThat(log).filteredOn(line -> line.startsWith("iterated")).hasSize(2);
  }

  @Test
  void aFallOfTheSizeOfRoundingIsNone() {
    TrainingResult<Script> result = train(50, 0, Script.of(-5, -4, -4 - 3e-10, -3, -3));
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.model().place()).isEqualTo(5);
  }

  @Test
  void aListenerCanCancel() {
    TrainingListener impatient =
        new TrainingListener() {
          private int iterations;

          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            iterations = iteration.number();
          }

          @Override
          public boolean cancelled() {
            return iterations == 2;
          }
        };
    TrainingResult<Script> result =
        new EmTrainer(new StoppingRule(50, 0), List.of(recorder("a"), impatient))
            .trainBest(3, restart -> Starts.of(List.of(Script.of(-5, -4, -3, -2))), pass);
    assertThat(result.stopReason()).isEqualTo(StopReason.CANCELLED);
    assertThat(result.model().place()).isEqualTo(2);
    assertThat(result.bound().bound()).isEqualTo(-3.5);
    assertThat(log).filteredOn(line -> line.startsWith("started")).containsExactly("started 0 a");
  }

  @Test
  void everyRemovalIsKeptAndTheFloorsOfTheLastIteration() {
    Map<Integer, List<ModelEvent>> events =
        Map.of(
            1, List.of(floor(1), empty(1)),
            2, List.of(empty(2)),
            3, List.of(floor(3), empty(3), floor(4)));
    TrainingResult<Script> result = train(3, 0, Script.of(-5, -4, -3).with(events));
    assertThat(result.events()).containsExactly(empty(1), empty(2), empty(3), floor(3), floor(4));
    assertThat(result.trace().get(0).events()).containsExactly(floor(1), empty(1));
    assertThat(train(2, 0, Script.of(-5, -4, -3).with(events)).events())
        .containsExactly(empty(1), empty(2));
  }

  @Test
  void listenersAreCalledInOrder() {
    new EmTrainer(new StoppingRule(2, 0), List.of(recorder("a"), recorder("b")))
        .trainBest(2, restart -> Starts.of(List.of(Script.of(-5 + restart, -4 + restart))), pass);
    assertThat(log)
        .containsExactly(
            "started 0 a",
            "started 0 b",
            "iterated 1 -5.0 place 1 a",
            "iterated 1 -5.0 place 1 b",
            "iterated 2 -4.0 place 2 a",
            "iterated 2 -4.0 place 2 b",
            "stopped -3.5 a",
            "stopped -3.5 b",
            "started 1 a",
            "started 1 b",
            "iterated 1 -4.0 place 1 a",
            "iterated 1 -4.0 place 1 b",
            "iterated 2 -3.0 place 2 a",
            "iterated 2 -3.0 place 2 b",
            "stopped -2.5 a",
            "stopped -2.5 b");
  }

  @Test
  void restartsKeepTheBestTheFirstOfEquals() {
    double[] ends = {-3, -2, -4, -2, -2.5};
    TrainingResult<Script> result =
        new EmTrainer(new StoppingRule(1, 0), List.of())
            .trainBest(5, restart -> Starts.of(List.of(Script.of(ends[restart], restart))), pass);
    assertThat(result.bound().bound()).isEqualTo(-1.5);
    assertThat(result.model().bounds()).containsExactly(-2.0, 1.0); // restart 1, not 3
  }

  /** What a training was in the middle of taking in is no state to go on from. */
  @Test
  void aFailureWithinAnIterationIsNotBetweenPasses() {
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            if (iteration.number() == 2) {
              throw new IllegalStateException("in the middle");
            }
          }
        };
    List<Boolean> between = new ArrayList<>();
    Course course = Course.of(now -> between.add(now.isBetweenPasses()));
    EmTrainer trainer = new EmTrainer(new StoppingRule(5, 0), List.of(failing), course);
    assertThatThrownBy(() -> trainer.train(Script.of(-5, -4, -3), pass))
        .hasMessage("in the middle");
    assertThat(between).containsExactly(true);
    assertThat(course.isBetweenPasses()).isFalse();
  }

  @Test
  void atLeastOneRestart() {
    EmTrainer trainer = new EmTrainer(new StoppingRule(1, 0), List.of());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.trainBest(0, restart -> Starts.of(List.of(Script.of(-1))), pass))
        .withMessage("restarts: must be >= 1 but was 0");
  }

  private TrainingResult<Script> train(int maxIterations, double tolerance, Script start) {
    return new EmTrainer(new StoppingRule(maxIterations, tolerance), List.of(recorder("a")))
        .train(start, pass);
  }

  private TrainingListener recorder(String name) {
    return new TrainingListener() {
      @Override
      public void started(int restart, LatentModel<?> initial) {
        log.add("started " + restart + " " + name);
      }

      @Override
      public void iterated(Iteration iteration, LatentModel<?> model) {
        log.add(
            "iterated %d %s place %d %s"
                .formatted(
                    iteration.number(), iteration.bound().bound(), ((Script) model).place(), name));
      }

      @Override
      public void stopped(TrainingResult<?> result) {
        log.add("stopped " + result.bound().bound() + " " + name);
      }
    };
  }

  private static ModelEvent empty(int component) {
    return new ModelEvent(ModelEvent.Kind.EMPTY_COMPONENT, component, 1, "empty");
  }

  private static ModelEvent floor(int component) {
    return new ModelEvent(ModelEvent.Kind.COVARIANCE_FLOOR, component, 1, "floor");
  }
}
