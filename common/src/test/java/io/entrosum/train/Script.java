package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A model for tests of the training loop: it plays a list of bounds. The M-step of the model at
 * place t gives the model at t + 1, whose bound after the M-step is {@code bounds[t + 1]}. Its
 * bound for its own posteriors is a half more, so that the two cannot be confused.
 *
 * @param place 0 is the start
 * @param tidy whether this is the canonical form
 * @param events of the M-step that leads to a place
 */
record Script(List<Double> bounds, int place, boolean tidy, Map<Integer, List<ModelEvent>> events)
    implements LatentModel<Script> {
  static final long PARAMETERS = 3;

  /** A model whose M-steps give these bounds, the first of them for iteration 1. */
  static Script of(double... bounds) {
    return new Script(Arrays.stream(bounds).boxed().toList(), 0, false, Map.of());
  }

  /** The same, with events in the M-step of an iteration. */
  Script with(Map<Integer, List<ModelEvent>> added) {
    return new Script(bounds, place, tidy, added);
  }

  /** The bound for the posteriors of the model itself. */
  static double ownBound(List<Double> bounds, int place) {
    return (place == 0 ? -100 : bounds.get(place - 1)) + 0.5;
  }

  @Override
  public String type() {
    return "script";
  }

  @Override
  public int dimensions() {
    return 1;
  }

  @Override
  public long parameters() {
    return PARAMETERS;
  }

  @Override
  public StatisticsLayout layout() {
    return StatisticsLayout.builder().add(ROWS).add(WEIGHT).build();
  }

  @Override
  public EStep eStep() {
    return (block, into) -> {
      for (int i = 0; i < block.rows(); i++) {
        into.add(ROWS, 1);
        into.add(WEIGHT, block.weight(i));
      }
    };
  }

  @Override
  public Update<Script> mStep(Statistics statistics) {
    double bound = bounds.get(Math.min(place, bounds.size() - 1));
    return new Update<>(
        new Script(bounds, place + 1, false, events),
        new EntropyTerms(bound, 0, 0, 0, 0),
        events.getOrDefault(place + 1, List.of()));
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    return new EntropyTerms(ownBound(bounds, Math.min(place, bounds.size())), 0, 0, 0, 0);
  }

  @Override
  public Script canonical() {
    return new Script(bounds, place, true, events);
  }

  @Override
  public long bytes() {
    return 8;
  }
}
