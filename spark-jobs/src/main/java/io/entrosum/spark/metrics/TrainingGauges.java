package io.entrosum.spark.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.entrosum.model.LatentModel;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Gauges of the training that runs in this driver: what its last iteration gave.
 *
 * <p>{@code iteration}, {@code bound} and {@code gap} (nats a row), {@code seconds} of the last
 * iteration, {@code rows} that it saw. Before the first iteration, and when a training is complete,
 * counts are 0 and the others NaN. Where several trainings run, they are of the iteration that came
 * last; a training that failed leaves its last values until the next one begins.
 *
 * <p>There is one set of them in a virtual machine, as there is one Spark context: Spark makes the
 * plugin that shows them, and hands out no instance of it.
 */
public final class TrainingGauges implements TrainingListener {
  private static final AtomicReference<@Nullable Iteration> LAST = new AtomicReference<>();

  /** Adds the gauges. */
  public static void register(MetricRegistry registry) {
    registry.register("iteration", count(Iteration::number));
    registry.register("bound", number(last -> last.bound().bound()));
    registry.register("gap", number(last -> last.bound().gap()));
    registry.register("seconds", number(Iteration::seconds));
    registry.register("rows", count(Iteration::rows));
  }

  private static Gauge<Long> count(ToLongFunction<Iteration> of) {
    return () -> {
      Iteration last = LAST.get();
      return last == null ? 0 : of.applyAsLong(last);
    };
  }

  private static Gauge<Double> number(ToDoubleFunction<Iteration> of) {
    return () -> {
      Iteration last = LAST.get();
      return last == null ? Double.NaN : of.applyAsDouble(last);
    };
  }

  @Override
  public void started(int restart, LatentModel<?> initial) {
    LAST.set(null);
  }

  @Override
  public void resumed(int restart, int iterations) {
    LAST.set(null);
  }

  @Override
  public void iterated(Iteration iteration, LatentModel<?> model) {
    LAST.set(iteration);
  }

  @Override
  public void stopped(TrainingResult<?> result) {
    LAST.set(null);
  }
}
