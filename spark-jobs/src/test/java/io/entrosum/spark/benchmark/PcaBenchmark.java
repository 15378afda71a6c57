package io.entrosum.spark.benchmark;

import dev.ludovic.netlib.blas.BLAS;
import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.linalg.Blas;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.ReadOnce;
import io.entrosum.train.SecondMomentsAggregation;
import io.entrosum.train.StoppingRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU seconds of a whole fit of principal components: ours (probabilistic PCA in closed form, which
 * includes reading the data set into blocks), MLlib's PCA, and one dsyrk over the same rows.
 *
 * <p>Virtual machines as in {@link MixtureBenchmark}. Ours and MLlib's are warmed up on a twentieth
 * of the rows and read the same cached data set; ours is the median of three fits, of which the
 * parts are told too. dsyrk: over chunks of 512 rows in memory, on two threads, without Spark, the
 * least that moments need.
 *
 * <p>Arguments: {@code --quick} for a tenth of the rows; {@code --ours} leaves MLlib out; sizes as
 * {@code NxDxK}.
 */
public final class PcaBenchmark {
  private static final List<String> SIZES = List.of("200000x256x10", "50000x1024x16");
  private static final List<String> PARTS = List.of("read", "moments", "eigen", "ours");

  /** Rows of a dsyrk. */
  private static final int CHUNK = 512;

  /** Values of all chunks, 256 MiB: more than caches hold. */
  private static final int CHUNK_VALUES = 1 << 25;

  private PcaBenchmark() {}

  /** Starts the virtual machines, or, with {@code --child}, is one of them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(args));
    if (arguments.remove(BenchmarkJvm.CHILD)) {
      child(arguments);
      return;
    }
    print(
        BenchmarkJvm.forkAll(
            PcaBenchmark.class, List.of("auto", "java", BenchmarkJvm.PLAIN), arguments),
        BenchmarkJvm.sizes(arguments, SIZES));
  }

  private static void child(List<String> arguments) throws InterruptedException {
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
      SparkSession spark, String size, List<String> arguments, boolean withNative)
      throws InterruptedException {
    String[] parts = size.split("x", -1);
    long rows = BenchmarkJvm.rows(parts[0], arguments);
    int d = Integer.parseInt(parts[1]);
    int k = Integer.parseInt(parts[2]);
    Dataset<Row> few = new BenchmarkData(rows / 20, d, k, 5, 1).dataset(spark, 2).cache();
    Dataset<Row> data = new BenchmarkData(rows, d, k, 5, 1).dataset(spark, 2).cache();
    few.count();
    data.count();
    if (!arguments.contains(BenchmarkJvm.MLLIB)) {
      ours(few, k);
      List<double[]> fits = IntStream.range(0, 3).mapToObj(i -> ours(data, k)).toList();
      for (int i = 0; i < PARTS.size(); i++) {
        int part = i;
        double[] seconds = fits.stream().mapToDouble(fit -> fit[part]).toArray();
        BenchmarkJvm.report(size + " " + PARTS.get(i), CpuClock.median(seconds));
      }
    }
    if (withNative) {
      BenchmarkJvm.report(size + " dsyrk", dsyrk(rows, d));
    }
    if (!arguments.contains("--ours")) {
      mllib(few, k);
      BenchmarkJvm.report(size + " mllib", mllib(data, k));
    }
    few.unpersist(true);
    data.unpersist(true);
  }

  /**
   * CPU seconds of a fit, which reads the rows once, as the commands and the estimator do; and of
   * its parts by themselves: reading into cached blocks, moments of these, eigenvectors.
   */
  private static double[] ours(Dataset<Row> data, int h) {
    FeatureColumns features =
        FeatureColumns.of(data.schema(), List.of("features"), List.of(), "", "");
    int d = Blocks.widths(data, features)[0];
    FactorTraining training =
        FactorTraining.of(FactorSpec.ppca(h), new StoppingRule(1, 0), List.of());
    double start = CpuClock.seconds();
    ReadOnce<SecondMomentsAggregation.Sum> once =
        ReadOnce.of(
            data,
            features,
            Blocks.Options.defaults(),
            new SecondMomentsAggregation(d),
            "second moments");
    double summed = CpuClock.seconds();
    training.fromSum(once.sum(), new int[] {h});
    double end = CpuClock.seconds();
    try (Blocks blocks = Blocks.read(data, features, Blocks.Options.defaults())) {
      double read = CpuClock.seconds();
      SecondMomentsAggregation.of(blocks.pass());
      double gathered = CpuClock.seconds();
      return new double[] {read - end, gathered - read, end - summed, end - start};
    }
  }

  private static double mllib(Dataset<Row> data, int k) {
    double start = CpuClock.seconds();
    new PCA().setInputCol("features").setOutputCol("pca").setK(k).fit(data);
    return CpuClock.seconds() - start;
  }

  private static double dsyrk(long rows, int d) throws InterruptedException {
    double[][] chunks = new double[Math.max(1, CHUNK_VALUES / (CHUNK * d))][CHUNK * d];
    SplittableRandom random = new SplittableRandom(1);
    for (double[] chunk : chunks) {
      Arrays.setAll(chunk, i -> random.nextGaussian());
    }
    double[] seconds = new double[5];
    for (int i = 0; i < seconds.length; i++) {
      double start = CpuClock.seconds();
      Thread[] threads = new Thread[2];
      for (int t = 0; t < threads.length; t++) {
        threads[t] = new Thread(() -> products(rows / threads.length, d, chunks));
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      seconds[i] = CpuClock.seconds() - start;
    }
    return CpuClock.median(seconds);
  }

  private static void products(long rows, int d, double[][] chunks) {
    double[] sum = new double[d * d];
    for (long row = 0; row < rows; row += CHUNK) {
      int n = (int) Math.min(CHUNK, rows - row);
      double[] chunk = chunks[(int) (row / CHUNK % chunks.length)];
      BLAS.getInstance().dsyrk("L", "N", d, n, 1.0, chunk, d, 1.0, sum, d);
    }
  }

  private static void print(Map<String, Double> results, List<String> sizes) {
    System.out.println("CPU seconds of a fit of principal components, double precision, 2 cores");
    System.out.println(
        "| N x D, K | MLlib, Java BLAS | MLlib, Java BLAS with Vector API | MLlib, OpenBLAS"
            + " | Entrosum | its reading, moments, eigenvectors"
            + " | Entrosum, Java BLAS with Vector API | one dsyrk | MLlib Java / ours"
            + " | MLlib Vector / ours | MLlib OpenBLAS / ours | moments / dsyrk |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (String size : sizes) {
      double ours = results.get("auto " + size + " ours");
      double moments = results.get("auto " + size + " moments");
      double dsyrk = results.getOrDefault("auto " + size + " dsyrk", Double.NaN);
      double plain = results.getOrDefault(BenchmarkJvm.PLAIN + " " + size + " mllib", Double.NaN);
      double vector = results.getOrDefault("java " + size + " mllib", Double.NaN);
      double open = results.getOrDefault("auto " + size + " mllib", Double.NaN);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.1f | %.2f | %.2f, %.2f, %.2f | %.1f | %.2f | %.1f | %.1f | %.1f"
              + " | %.2f |%n",
          size,
          plain,
          vector,
          open,
          ours,
          results.get("auto " + size + " read"),
          moments,
          results.get("auto " + size + " eigen"),
          results.getOrDefault("java " + size + " ours", Double.NaN),
          dsyrk,
          plain / ours,
          vector / ours,
          open / ours,
          moments / dsyrk);
    }
  }
}
