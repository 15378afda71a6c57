package io.entrosum.spark.benchmark;

import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.linalg.Blas;
import io.entrosum.model.LatentModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.train.Iteration;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU seconds an EM iteration of factor analysis: on second moments, which one pass gathers, and in
 * passes over cached blocks. The mean over iterations of a second training, the first two dropped.
 *
 * <p>Published for the FactorAnalysis of scikit-learn 1.2 with 16 factors, an SVD an iteration on
 * one core: 0.15 to 0.20 s at 50,000 x 64, 0.5 to 1.6 s at 50,000 x 256. Of 1.9.1 with numpy 2.4.6
 * on a Zen 3 core, by {@code svd_method}: lapack 0.20 and 1.59 s, randomized 0.17 and 0.37 s.
 *
 * <p>Arguments: {@code --quick} for a tenth of the rows; sizes as {@code NxDxH}.
 */
public final class FactorAnalysisBenchmark {
  private static final List<String> SIZES = List.of("50000x64x16", "50000x256x16");

  private FactorAnalysisBenchmark() {}

  /** Starts the virtual machines, or, with {@code --child}, is one of them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(args));
    if (arguments.remove(BenchmarkJvm.CHILD)) {
      child(arguments);
      return;
    }
    print(
        BenchmarkJvm.forkAll(FactorAnalysisBenchmark.class, List.of("auto", "java"), arguments),
        BenchmarkJvm.sizes(arguments, SIZES));
  }

  private static void child(List<String> arguments) {
    SparkSession spark = BenchmarkJvm.spark();
    try {
      for (String size : BenchmarkJvm.sizes(arguments, SIZES)) {
        measure(spark, size, arguments);
      }
    } finally {
      spark.stop();
    }
  }

  private static void measure(SparkSession spark, String size, List<String> arguments) {
    String[] parts = size.split("x", -1);
    long rows = BenchmarkJvm.rows(parts[0], arguments);
    int d = Integer.parseInt(parts[1]);
    int h = Integer.parseInt(parts[2]);
    Dataset<Row> data = new BenchmarkData(rows, d, h + 1, 5, 1).dataset(spark, 2);
    FeatureColumns features =
        FeatureColumns.of(data.schema(), List.of("features"), List.of(), "", "");
    FactorSpec spec = FactorSpec.factorAnalysis(h);
    try (Blocks blocks = Blocks.read(data, features, Blocks.Options.defaults())) {
      for (FactorSpec.Method method :
          List.of(FactorSpec.Method.MOMENTS, FactorSpec.Method.PASSES)) {
        iteration(blocks, spec.with(method), 20); // warms up
      }
      double start = CpuClock.seconds();
      double moments = iteration(blocks, spec.with(FactorSpec.Method.MOMENTS), 200);
      BenchmarkJvm.report(size + " fit", CpuClock.seconds() - start);
      BenchmarkJvm.report(size + " moments", moments);
      double passes = iteration(blocks, spec.with(FactorSpec.Method.PASSES), 20);
      BenchmarkJvm.report(size + " passes", passes);
    }
  }

  private static double iteration(Blocks blocks, FactorSpec spec, int iterations) {
    List<Double> times = new ArrayList<>();
    TrainingListener clock =
        new TrainingListener() {
          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            times.add(CpuClock.seconds());
          }
        };
    FactorTraining.of(spec, new StoppingRule(iterations + 2, 0), List.of(clock))
        .run(blocks.pass(), FactorTraining.Holes.NONE);
    int last = times.size() - 1;
    return (times.get(last) - times.get(2)) / (last - 2);
  }

  private static void print(Map<String, Double> results, List<String> sizes) {
    System.out.println(
        "CPU seconds an iteration of factor analysis, double precision, 2 cores; "
            + Blas.description());
    System.out.println(
        "| N x D, H | on moments | whole fit on moments, at most 200 iterations | in passes"
            + " | Java BLAS with Vector API: on moments | in passes |");
    System.out.println("|---|---|---|---|---|---|");
    for (String size : sizes) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.5f | %.2f | %.3f | %.5f | %.3f |%n",
          size,
          results.get("auto " + size + " moments"),
          results.get("auto " + size + " fit"),
          results.get("auto " + size + " passes"),
          results.get("java " + size + " moments"),
          results.get("java " + size + " passes"));
    }
  }
}
