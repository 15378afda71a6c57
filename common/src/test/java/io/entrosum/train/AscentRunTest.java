package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SteppedModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The climb by itself, on a hill whose preconditioner promises too much. */
class AscentRunTest {
  /** {@code f(x) = 6 x - w x^4}, of weight w on the quartic; gradient and preconditioner given. */
  private record Hill(double x, EntropyWeights weights, double trust, boolean precise)
      implements SteppedModel<Hill> {
    private static final long serialVersionUID = 1L;

    private double height() {
      return 6 * x - weights.prior() * x * x * x * x;
    }

    @Override
    public double[] coordinates() {
      return new double[] {x};
    }

    @Override
    public Slope<Hill> slope(Statistics statistics) {
      Hill here = this;
      return new Slope<>() {
        @Override
        public double value() {
          return height();
        }

        @Override
        public double[] gradient() {
          return new double[] {6 - 4 * weights.prior() * x * x * x};
        }

        @Override
        public double[] precondition(double[] vector) {
          return new double[] {trust * vector[0]};
        }

        @Override
        public boolean limit(double[] step) {
          return false;
        }

        @Override
        public Hill moved(double[] step, double share) {
          return new Hill(here.x + share * step[0], weights, trust, precise);
        }
      };
    }

    @Override
    public Hill withWeights(EntropyWeights other) {
      return new Hill(x, other, trust, precise);
    }

    @Override
    public Hill exact() {
      return new Hill(x, EntropyWeights.ONE, trust, true);
    }

    @Override
    public boolean isExact() {
      return precise;
    }

    @Override
    public String type() {
      return "hill";
    }

    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public long parameters() {
      return 1;
    }

    @Override
    public StatisticsLayout layout() {
      return StatisticsLayout.builder().add(ROWS).add(WEIGHT).build();
    }

    @Override
    public EStep eStep() {
      throw new AssertionError("there is no data");
    }

    @Override
    public LatentModel.Update<Hill> mStep(Statistics statistics) {
      throw new AssertionError("not in closed form");
    }

    @Override
    public EntropyTerms bound(Statistics statistics) {
      double value = withWeights(EntropyWeights.ONE).height();
      return new EntropyTerms(value, value, 0, 0, 0);
    }

    @Override
    public Hill canonical() {
      return this;
    }

    @Override
    public long bytes() {
      return 8;
    }
  }

  private static final double TOP = Math.cbrt(1.5);

  private static AscentRun<Hill> climb(
      double trust, int memory, Annealing annealing, StoppingRule rule, List<Hill> visited) {
    AscentRun<Hill> run =
        AscentRun.started(
            0,
            new Hill(0, EntropyWeights.ONE, trust, false),
            rule,
            new AscentTrainer.Ascent(true, memory, annealing),
            List.of());
    while (!run.done()) {
      Hill wanted = (Hill) run.wanted().model();
      visited.add(wanted);
      Statistics statistics = new Statistics(wanted.layout());
      statistics.add(LatentModel.ROWS, 1);
      statistics.add(LatentModel.WEIGHT, 1);
      run.accept(statistics);
    }
    return run;
  }

  @Test
  void aPreconditionerThatPromisesTooMuchIsOutdone() {
    for (int memory : new int[] {0, 10}) {
      List<Hill> visited = new ArrayList<>();
      TrainingResult<Hill> result =
          climb(5, memory, Annealing.NONE, new StoppingRule(500, 1e-8), visited).result();
      assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
      assertThat(result.model().x()).isEqualTo(TOP, within(1e-4));
      double last = Double.NEGATIVE_INFINITY;
      int shortened = 0;
      for (Iteration iteration : result.trace()) {
        assertThat(iteration.bound().bound()).isGreaterThanOrEqualTo(last - 1e-9);
        last = iteration.bound().bound();
        shortened += iteration.events().stream().mapToInt(ModelEvent::count).sum();
      }
      assertThat(shortened).isPositive();
      // what is returned was evaluated last, with posteriors sought to the end
      assertThat(visited.get(visited.size() - 1).precise()).isTrue();
      assertThat(result.bound().bound()).isEqualTo(6 * TOP - Math.pow(TOP, 4), within(1e-7));
    }
  }

  @Test
  void passesThatAreRefusedCount() {
    List<Hill> visited = new ArrayList<>();
    TrainingResult<Hill> result =
        climb(50, 10, Annealing.NONE, new StoppingRule(7, 0), visited).result();
    assertThat(result.stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
    assertThat(visited).hasSize(8);
    assertThat(result.trace()).hasSize(1); // every step from there is refused
    assertThat(result.passes()).isEqualTo(7);
    assertThat(result.iterationsText()).isEqualTo("1 iteration in 7 passes");
  }

  /** However long a stage lasts, and although nothing is to be gained in it, training goes on. */
  @Test
  void trainingNeverEndsUnderWeights() {
    Annealing annealing = Annealing.of(Annealing::ofPrior, 60, 8, 2);
    List<Hill> visited = new ArrayList<>();
    TrainingResult<Hill> result =
        climb(5, 10, annealing, new StoppingRule(1000, 1e-6), visited).result();
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.trace().get(result.trace().size() - 1).weights().isOne()).isTrue();
    assertThat(result.model().x()).isEqualTo(TOP, within(1e-3));
    assertThat(result.trace().get(0).weights().prior()).isEqualTo(8);
  }

  /** From the first point under new weights on, what is lower is refused. */
  @Test
  void aFallAfterAChangeOfWeightsIsRefused() {
    Annealing annealing = Annealing.linear(Annealing::ofPrior, 3, 1, 20);
    List<Hill> visited = new ArrayList<>();
    TrainingResult<Hill> result =
        climb(5, 0, annealing, new StoppingRule(300, 1e-9), visited).result();
    double before = 0;
    for (Iteration iteration : result.trace()) {
      double x = before;
      double sameWeights = 6 * x - iteration.weights().prior() * x * x * x * x;
      assertThat(iteration.objective()).isGreaterThanOrEqualTo(sameWeights - 1e-8);
      if (iteration.weights().isOne()) {
        break;
      }
      before = solve(iteration);
    }
    assertThat(result.model().x()).isEqualTo(TOP, within(1e-3));
  }

  /** Where the point of an iteration was, from its two heights. */
  private static double solve(Iteration iteration) {
    double quartic =
        (iteration.bound().bound() - iteration.objective())
            / (iteration.weights().prior() - EntropyWeights.ONE.prior());
    return (iteration.bound().bound() + quartic) / 6;
  }
}
