package io.entrosum.spark.benchmark;

import io.entrosum.model.OnlinePpca;
import io.entrosum.spark.stream.OnlineSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Chooses the number of factors of a stream while it changes (arXiv 2010.14860, streaming
 * experiment): 6, 2, then 4 factors, 100,000 rows each, in steps of 10; bound and entropies of the
 * last tenth of each regime, and how often BIC by each of them chooses right. An example of {@link
 * OnlineSelection}, not about speed.
 *
 * <p>Arguments, all optional: {@code rows=100000 step=10 memory=1000 micro-batch=1000 seed=1}.
 */
public final class StreamingSelectionBenchmark {
  private static final int[] CANDIDATES = {2, 4, 6};

  private StreamingSelectionBenchmark() {}

  /** What the steps of a stream say, a candidate. */
  private static final class Course {
    final List<List<Double>> bounds = lists();
    final List<List<Double>> sums = lists();
    final List<Integer> truth = Collections.synchronizedList(new ArrayList<>());

    private static List<List<Double>> lists() {
      return List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    int size() {
      return truth.size();
    }
  }

  /** Runs the stream to its end, and prints. */
  public static void main(String[] args) throws Exception {
    int rows = Options.number(args, "rows", 100_000);
    int step = Options.number(args, "step", 10);
    int batch = Options.number(args, "micro-batch", 1000);
    RegimeStream stream = new RegimeStream(rows, Options.number(args, "seed", 1));
    int[] regimes = RegimeStream.factors();
    Course course = new Course();
    OnlineSelection selection =
        OnlineSelection.of(List.of("*"), CANDIDATES)
            .withMemory(Options.number(args, "memory", 1000))
            .withStepRows(step)
            .watchedBy(one -> add(course, one, stream, step));
    SparkSession spark = BenchmarkJvm.spark();
    spark.sparkContext().setLogLevel("ERROR");
    try {
      run(stream, spark, batch, selection, course, (long) rows * regimes.length / step);
    } finally {
      spark.stop();
    }
    int perRegime = rows / step;
    for (int r = 0; r < regimes.length; r++) {
      print(course, regimes[r], r * perRegime, (r + 1) * perRegime, step);
    }
  }

  private static void run(
      RegimeStream stream,
      SparkSession spark,
      int batch,
      OnlineSelection selection,
      Course course,
      long steps)
      throws Exception {
    StreamingQuery query =
        stream.stream(spark, batch)
            .writeStream()
            .option("checkpointLocation", temporary())
            .foreachBatch(selection)
            .start();
    while (course.size() < steps && query.isActive()) {
      query.awaitTermination(200);
    }
    query.stop();
    if (query.exception().isDefined()) {
      throw query.exception().get();
    }
  }

  private static String temporary() throws IOException {
    return Files.createTempDirectory("streaming-selection").toString();
  }

  /** Bound and entropies of a step's rows by the models before it; NaN where there are none. */
  private static void add(Course course, OnlineSelection.Step step, RegimeStream stream, int rows) {
    for (int i = 0; i < CANDIDATES.length; i++) {
      boolean known = !step.before().isEmpty();
      OnlinePpca.Fit fit = known ? step.before().get(i) : null;
      course.bounds.get(i).add(fit == null ? Double.NaN : rows * fit.on(step.rows()).bound());
      course.sums.get(i).add(fit == null ? Double.NaN : rows * fit.terms().entropySum());
    }
    course.truth.add(stream.factorsOf((long) course.truth.size() * rows));
  }

  private static void print(Course course, int factors, int from, int to, int step) {
    int first = to - (to - from) / 10;
    System.out.printf(
        Locale.ROOT,
        "%n%d factors, steps %,d to %,d; of the truth %.2f nats a step%n",
        factors,
        first,
        to,
        step * RegimeStream.truth(factors));
    System.out.println(
        "| model H | bound | 3E | difference | sd bound | sd 3E | BIC by bound | BIC by 3E |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < CANDIDATES.length; i++) {
      double bound = mean(course.bounds.get(i).subList(first, to));
      double sum = mean(course.sums.get(i).subList(first, to));
      System.out.printf(
          Locale.ROOT,
          "| %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
          CANDIDATES[i],
          bound,
          sum,
          bound - sum,
          deviation(course.bounds.get(i).subList(first, to)),
          deviation(course.sums.get(i).subList(first, to)),
          bic(i, bound, step),
          bic(i, sum, step));
    }
    System.out.printf(
        Locale.ROOT,
        "right: %.1f %% by the bound, %.1f %% by 3E; always right by the bound from step %,d of the"
            + " regime, by 3E from step %,d%n",
        100 * right(course.bounds, factors, first, to, step),
        100 * right(course.sums, factors, first, to, step),
        settled(course.bounds, factors, from, to, step),
        settled(course.sums, factors, from, to, step));
  }

  /** As the paper counts parameters: {@code H D + 1}. */
  private static double bic(int candidate, double nats, int step) {
    return (CANDIDATES[candidate] * RegimeStream.COLUMNS + 1) * Math.log(step) - 2 * nats;
  }

  private static int chosen(List<List<Double>> nats, int at, int step) {
    int best = 0;
    for (int i = 1; i < CANDIDATES.length; i++) {
      best = bic(i, nats.get(i).get(at), step) < bic(best, nats.get(best).get(at), step) ? i : best;
    }
    return CANDIDATES[best];
  }

  private static double right(List<List<Double>> nats, int factors, int from, int to, int step) {
    int right = 0;
    for (int at = from; at < to; at++) {
      right += chosen(nats, at, step) == factors ? 1 : 0;
    }
    return right / (double) (to - from);
  }

  private static int settled(List<List<Double>> nats, int factors, int from, int to, int step) {
    int at = to;
    while (at > from && chosen(nats, at - 1, step) == factors) {
      at--;
    }
    return at - from;
  }

  private static double mean(List<Double> all) {
    return all.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double deviation(List<Double> all) {
    double mean = mean(all);
    return Math.sqrt(all.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElse(0));
  }
}
