package io.entrosum.spark.job;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import io.entrosum.train.Iteration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How a training went: its bound and entropies, and its speed. */
record TrainingPictures(List<Iteration> trace) {
  /** More iterations than this are thinned out. */
  private static final int MOST = 1500;

  private List<Iteration> shown() {
    int step = (trace.size() + MOST - 1) / Math.max(1, MOST);
    return IntStream.range(0, trace.size())
        .filter(i -> step <= 1 || i % step == 0 || i == trace.size() - 1)
        .mapToObj(trace::get)
        .toList();
  }

  private static double[] values(List<Iteration> shown, ToDoubleFunction<Iteration> of) {
    return shown.stream().mapToDouble(of).toArray();
  }

  private static Series terms(
      List<Iteration> shown, String name, ToDoubleFunction<EntropyTerms> of) {
    return new Series(name, values(shown, iteration -> of.applyAsDouble(iteration.bound())));
  }

  /** The bound and the sum of entropies that it becomes, their gap, and what the sum is made of. */
  Section course() {
    String title = "Bound and entropies";
    if (trace.size() < 2) {
      return Section.of(title, "The model is a closed form: there were no iterations to show.");
    }
    List<Iteration> shown = shown();
    List<Series> entropies = new ArrayList<>();
    entropies.add(terms(shown, "posterior", EntropyTerms::posterior));
    entropies.add(terms(shown, "- prior", terms -> -terms.prior()));
    entropies.add(terms(shown, "- observation", terms -> -terms.observation()));
    if (shown.stream().anyMatch(iteration -> iteration.bound().baseMeasure() != 0)) {
      entropies.add(terms(shown, "base measure", EntropyTerms::baseMeasure));
    }
    Figure figure =
        Figures.course(
            "The bound of each iteration and the sum of entropies that it equals at a stationary"
                + " point; the absolute value of their gap, where less than 1e-16 is drawn there; and the entropies of which the sum is made."
                + (shown.size() < trace.size()
                    ? Numbers.format(" %,d of %,d iterations.", shown.size(), trace.size())
                    : ""),
            values(shown, Iteration::number),
            terms(shown, "bound", EntropyTerms::bound),
            terms(shown, "entropy sum", EntropyTerms::entropySum),
            terms(shown, "|gap|", terms -> Math.abs(terms.gap())),
            entropies);
    return Section.of(
        title,
        "Training climbs the bound on the log-likelihood, in nats a row. The gap tells how far"
            + " from a stationary point it still is; where it stays large, a floor holds.",
        figure);
  }

  /** Seconds of each iteration. */
  Section speed(Trained trained, String blas) {
    Stopwatch.Seconds seconds = trained.seconds();
    String text =
        Numbers.format(
            "Reading took %.1f s, the start %.1f s, training %.1f s, all together %.1f s. %s in %s;"
                + " BLAS: %s; the driver's heap has at most %s.",
            seconds.read(),
            seconds.init(),
            seconds.train(),
            seconds.total(),
            Numbers.count(trained.result().rows(), "row"),
            Numbers.count(trained.partitions(), "partition"),
            blas,
            Numbers.bytes((double) Runtime.getRuntime().maxMemory()));
    if (trace.size() < 2) {
      return Section.of("Speed", text);
    }
    List<Iteration> shown = shown();
    return Section.of(
        "Speed",
        text,
        Figures.lines(
            "Seconds of each iteration. The first ones include compiling.",
            new Figures.Axis("iteration", true),
            "seconds",
            values(shown, Iteration::number),
            List.of(new Series("seconds", values(shown, Iteration::seconds))),
            null),
        Figures.lines(
            "Rows a second, on all cores together.",
            new Figures.Axis("iteration", true),
            "rows a second",
            values(shown, Iteration::number),
            List.of(
                new Series(
                    "rows a second", values(shown, one -> (double) one.rows() / one.seconds()))),
            null));
  }
}
