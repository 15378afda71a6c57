package io.entrosum.spark.benchmark;

import io.entrosum.family.CovarianceType;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.GaussianMixtureTraining;
import io.entrosum.init.InitMode;
import io.entrosum.linalg.Blas;
import io.entrosum.model.LatentModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.train.Iteration;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.clustering.GaussianMixture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU seconds an iteration of a Gaussian mixture with full covariances: ours, MLlib's and a plain
 * dgemm of the same work, on the same data in one run.
 *
 * <p>Each BLAS needs a virtual machine of its own, so this program starts itself three times and
 * prints one table: with OpenBLAS; with the Java BLAS that MLlib uses as it comes, which has the
 * Vector API where spark-submit starts it; and with the same without the Vector API, as in a
 * program or notebook that starts Spark itself (there MLlib only). Ours: the median over
 * iterations, the first two dropped. MLlib: the difference of two runs of different length. dgemm:
 * {@code 2 N K D (D + 1)} flops, the least that an iteration needs, as products of D x D with D x
 * 1024 matrices on as many threads.
 *
 * <p>Arguments: {@code --separated} for centres 20, not 2, deviations from the origin, where most
 * responsibilities are negligible; {@code --quick} for a tenth of the rows; {@code --ours} leaves
 * MLlib out; sizes as {@code NxDxK}.
 */
public final class MixtureBenchmark {
  private static final List<String> SIZES = List.of("1000000x16x8", "200000x64x16", "50000x256x8");
  private static final int ITERATIONS = 20;

  private MixtureBenchmark() {}

  /** Starts the virtual machines, or, with {@code --child}, is one of them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(args));
    if (arguments.remove(BenchmarkJvm.CHILD)) {
      child(arguments);
      return;
    }
    print(
        BenchmarkJvm.forkAll(
            MixtureBenchmark.class, List.of("auto", "java", BenchmarkJvm.PLAIN), arguments),
        BenchmarkJvm.sizes(arguments, SIZES));
  }

  private static void child(List<String> arguments) {
    boolean withNative = !Blas.description().startsWith("Java");
    SparkSession spark = BenchmarkJvm.spark();
    try {
      for (String size : BenchmarkJvm.sizes(arguments, SIZES)) {
        measure(spark, size, arguments, withNative);
      }
    } finally {
      spark.stop();
    }
  }

  private static void measure(
      SparkSession spark, String size, List<String> arguments, boolean withNative) {
    String[] parts = size.split("x", -1);
    long rows = BenchmarkJvm.rows(parts[0], arguments);
    int d = Integer.parseInt(parts[1]);
    int k = Integer.parseInt(parts[2]);
    // So small that MLlib's linear densities do not underflow: they grow with scale^-D.
    double scale = d > 16 ? 0.1 : 1;
    Dataset<Row> data =
        new BenchmarkData(rows, d, k, arguments.contains("--separated") ? 20 : 2, scale)
            .dataset(spark, 2)
            .cache();
    data.count();
    if (!arguments.contains(BenchmarkJvm.MLLIB)) {
      BenchmarkJvm.report(size + " ours", ours(data, k));
    }
    if (withNative) {
      BenchmarkJvm.report(size + " dgemm", dgemm(rows, d, k));
    }
    if (!arguments.contains("--ours")) {
      BenchmarkJvm.report(size + " mllib", mllib(data, k, withNative ? 4 : 2));
    }
    data.unpersist(true);
  }

  private static double ours(Dataset<Row> data, int k) {
    FeatureColumns features =
        FeatureColumns.of(data.schema(), List.of("features"), List.of(), "", "");
    List<Double> seconds = new ArrayList<>();
    TrainingListener clock =
        new TrainingListener() {
          private double last = CpuClock.seconds();

          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            double now = CpuClock.seconds();
            seconds.add(now - last);
            last = now;
          }
        };
    GaussianMixtureSpec spec =
        new GaussianMixtureSpec(k, CovarianceType.FULL, 1e-6, InitMode.RANDOM, null, 1);
    try (Blocks blocks = Blocks.read(data, features, Blocks.Options.defaults())) {
      new GaussianMixtureTraining(spec, new StoppingRule(ITERATIONS + 2, 0), 1, List.of(clock))
          .run(blocks.pass());
    }
    return CpuClock.median(seconds.stream().skip(2).mapToDouble(Double::doubleValue).toArray());
  }

  private static double mllib(Dataset<Row> data, int k, int more) {
    mllibSeconds(data, k, 1);
    double shorter = mllibSeconds(data, k, 1);
    double longer = mllibSeconds(data, k, 1 + more);
    return (longer - shorter) / more;
  }

  private static double mllibSeconds(Dataset<Row> data, int k, int iterations) {
    double start = CpuClock.seconds();
    new GaussianMixture().setK(k).setMaxIter(iterations).setTol(0).setSeed(1).fit(data);
    return CpuClock.seconds() - start;
  }

  private static double dgemm(long rows, int d, int k) {
    int n = 1024;
    long products = Math.round((double) rows * k * (d + 1) / d / n / 2);
    double[] seconds = new double[5];
    for (int i = 0; i < seconds.length; i++) {
      double start = CpuClock.seconds();
      Thread[] threads = new Thread[2];
      for (int t = 0; t < threads.length; t++) {
        threads[t] = new Thread(() -> products(products, n, d));
        threads[t].start();
      }
      for (Thread thread : threads) {
        join(thread);
      }
      seconds[i] = CpuClock.seconds() - start;
    }
    return CpuClock.median(seconds);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void products(long products, int n, int d) {
    double[] a = new double[n * d];
    double[] b = new double[d * d];
    double[] c = new double[n * d];
    Arrays.fill(a, 0.5);
    Arrays.fill(b, 0.25);
    for (long i = 0; i < products; i++) {
      Blas.times(n, d, d, a, b, c);
    }
  }

  private static void print(Map<String, Double> results, List<String> sizes) {
    System.out.println("CPU seconds an iteration, full covariances, double precision, 2 cores");
    System.out.println(
        "| N x D, K | MLlib, Java BLAS | MLlib, Java BLAS with Vector API | MLlib, OpenBLAS | Entrosum"
            + " | Entrosum, Java BLAS with Vector API | dgemm of the same work | MLlib Java / ours |"
            + " MLlib Vector / ours | MLlib OpenBLAS / ours | share of dgemm's rate |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (String size : sizes) {
      double ours = results.get("auto " + size + " ours");
      double dgemm = results.getOrDefault("auto " + size + " dgemm", Double.NaN);
      double plain = results.getOrDefault(BenchmarkJvm.PLAIN + " " + size + " mllib", Double.NaN);
      double vector = results.getOrDefault("java " + size + " mllib", Double.NaN);
      double open = results.getOrDefault("auto " + size + " mllib", Double.NaN);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f | %.2f | %.2f | %.3f | %.2f | %.3f | %.1f | %.1f | %.1f | %.0f %% |%n",
          size,
          plain,
          vector,
          open,
          ours,
          results.getOrDefault("java " + size + " ours", Double.NaN),
          dgemm,
          plain / ours,
          vector / ours,
          open / ours,
          100 * dgemm / ours);
    }
  }
}
