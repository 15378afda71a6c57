package io.entrosum.io;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.Iteration;
import java.util.ArrayList;
import java.util.List;

/** The numbers of iterations, a row each, to the bit. */
final class TraceTensor {
  private static final int TERMS = 6;
  private static final int WIDTH = TERMS + 9;

  private TraceTensor() {}

  static Tensor of(List<Iteration> trace) {
    double[] values = new double[trace.size() * WIDTH];
    int at = 0;
    for (Iteration iteration : trace) {
      System.arraycopy(terms(iteration.bound()), 0, values, at, TERMS);
      double[] others = {
        iteration.number(),
        iteration.change(),
        iteration.seconds(),
        iteration.rows(),
        iteration.weight(),
        iteration.objective(),
        iteration.weights().posterior(),
        iteration.weights().prior(),
        iteration.weights().likelihood()
      };
      System.arraycopy(others, 0, values, at + TERMS, others.length);
      at += WIDTH;
    }
    return Tensor.of(values, trace.size(), WIDTH);
  }

  /**
   * The iterations.
   *
   * @param events of each
   * @throws IllegalArgumentException if the shape is another, or there are more or fewer events
   */
  static List<Iteration> iterations(Tensor tensor, List<List<ModelEvent>> events) {
    if (!tensor.shape().equals(List.of(events.size(), WIDTH))) {
      throw new IllegalArgumentException(
          "trace: must have the shape ["
              + events.size()
              + ", "
              + WIDTH
              + "] but has "
              + tensor.shape());
    }
    List<Iteration> trace = new ArrayList<>();
    double[] v = tensor.values();
    for (int i = 0; i < events.size(); i++) {
      int at = i * WIDTH + TERMS;
      trace.add(
          new Iteration(
              (int) v[at],
              terms(v, i * WIDTH),
              v[at + 1],
              v[at + 2],
              (long) v[at + 3],
              v[at + 4],
              events.get(i),
              v[at + 5],
              new EntropyWeights(v[at + 6], v[at + 7], v[at + 8])));
    }
    return trace;
  }

  /** A bound and its entropies as numbers. */
  static double[] terms(EntropyTerms terms) {
    return new double[] {
      terms.bound(),
      terms.posterior(),
      terms.prior(),
      terms.observation(),
      terms.baseMeasure(),
      terms.assignment()
    };
  }

  /** The bound and its entropies that numbers stand for. */
  static EntropyTerms terms(double[] v, int at) {
    return new EntropyTerms(v[at], v[at + 1], v[at + 2], v[at + 3], v[at + 4], v[at + 5]);
  }
}
