package io.entrosum.spark.benchmark;

import io.entrosum.coding.CodeKernel;
import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.linalg.Blas;
import io.entrosum.model.SparseCodingModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The E-step of sparse coding by itself, in one thread: rows a CPU second, and the rate of the
 * arithmetic that it needs as a share of dgemm's on this machine.
 *
 * <p>Rows are drawn from the model; "cold" seeks their posteriors from nothing, "warm" is a pass of
 * training: from the posteriors of a model whose dictionary is a little off. What is counted as
 * needed, a row: {@code 2 H^2} a product with P; for full covariances {@code 2/3 H^3} a trial of a
 * step (Cholesky factor and its inverse) and {@code H^3 / 3} for the covariance.
 *
 * <p>Arguments: {@code --quick} for a tenth of the rows; sizes as {@code DxH}.
 */
public final class CodesBenchmark {
  private static final List<String> SIZES = List.of("256x100", "256x400");
  private static final int GEMM = 512;

  private CodesBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] args) {
    boolean quick = List.of(args).contains("--quick");
    List<String> sizes = Arrays.stream(args).filter(arg -> arg.matches("[0-9]+x[0-9]+")).toList();
    System.out.printf("BLAS: %s%n", Blas.description());
    double gemm = gemm();
    System.out.printf(Locale.ROOT, "dgemm %d: %.1f GFLOP/s in one thread%n", GEMM, gemm * 1e-9);
    System.out.println(
        "| D x H | posterior | start | rows | steps | products | rows / CPU s |"
            + " GFLOP/s | of dgemm |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (String size : sizes.isEmpty() ? SIZES : sizes) {
      int x = size.indexOf('x');
      int d = Integer.parseInt(size.substring(0, x));
      int h = Integer.parseInt(size.substring(x + 1));
      for (PosteriorType type : PosteriorType.values()) {
        int rows = (type == PosteriorType.DIAGONAL ? 20_000 : 4_000) * 100 / h;
        measure(size, type, d, h, quick ? rows / 10 : rows, gemm);
      }
    }
  }

  private static double gemm() {
    double[] a = new double[GEMM * GEMM];
    Arrays.setAll(a, i -> i % 7);
    double[] c = new double[GEMM * GEMM];
    double best = 0;
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      Blas.times(GEMM, GEMM, GEMM, a, a, c);
      best = Math.max(best, 2.0 * GEMM * GEMM * GEMM / ((System.nanoTime() - start) * 1e-9));
    }
    return best;
  }

  private static void measure(
      String size, PosteriorType type, int d, int h, int rows, double gemm) {
    SplittableRandom random = new SplittableRandom(1);
    double[] dictionary = new double[d * h];
    Arrays.setAll(dictionary, i -> random.nextGaussian());
    double[] scales = new double[h];
    Arrays.fill(scales, .3);
    CodeParameters truth = CodeParameters.normalised(d, dictionary, scales, .01);
    double[] x = new double[rows * d];
    double[] row = new double[d];
    SparseCodingModel model = new SparseCodingModel(truth, type);
    for (int n = 0; n < rows; n++) {
      model.sample(random, row);
      System.arraycopy(row, 0, x, n * d, d);
    }
    double[] off = truth.dictionary().clone();
    Arrays.setAll(off, i -> off[i] + .02 / Math.sqrt(d) * random.nextGaussian());
    CodeParameters near = CodeParameters.normalised(d, off, scales, .011);
    double[] means = new double[rows * h];
    double[] free = new double[rows * h];
    pass(truth, type, x, Math.min(rows, 600), means, free, true); // compiles
    for (boolean cold : new boolean[] {true, false}) {
      Work work = pass(cold ? truth : near, type, x, rows, means, free, cold);
      double flops = 2.0 * h * h * work.products;
      if (type == PosteriorType.FULL) {
        flops += 2 / 3.0 * Math.pow(h, 3) * work.steps + Math.pow(h, 3) / 3 * rows;
      }
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %d | %.2f | %.1f | %.0f | %.1f | %.0f %% |%n",
          size,
          type.label(),
          cold ? "cold" : "warm",
          rows,
          (double) work.steps / rows,
          (double) work.products / rows,
          rows / work.seconds,
          flops / work.seconds * 1e-9,
          100 * flops / work.seconds / gemm);
    }
  }

  private record Work(double seconds, long steps, long products) {}

  private static Work pass(
      CodeParameters at,
      PosteriorType type,
      double[] x,
      int rows,
      double[] means,
      double[] free,
      boolean cold) {
    int d = at.columns();
    int h = at.latents();
    double[] precision = at.gram();
    double[] filter = at.dictionary().clone();
    Arrays.setAll(precision, i -> precision[i] / at.noise());
    Arrays.setAll(filter, i -> filter[i] / at.noise());
    double[] rates = Arrays.stream(at.scales()).map(s -> 1 / s).toArray();
    double start = CpuClock.seconds();
    CodeKernel kernel = CodeKernel.of(type, h, precision, rates);
    int chunk = kernel.chunkRows();
    double[] y = new double[chunk * h];
    double[] chunkMeans = new double[chunk * h];
    double[] chunkFree = new double[chunk * h];
    double[] weights = new double[chunk];
    Arrays.fill(weights, 1);
    double[] covariance = new double[h * h];
    for (int first = 0; first < rows; first += chunk) {
      int n = Math.min(chunk, rows - first);
      Blas.times(n, h, d, x, first * d, filter, 0, y, 0);
      System.arraycopy(means, first * h, chunkMeans, 0, n * h);
      System.arraycopy(free, first * h, chunkFree, 0, n * h);
      kernel.solve(
          n, y, chunkMeans, chunkFree, SearchLimits.TRAINING, cold, weights, covariance, 0);
      System.arraycopy(chunkMeans, 0, means, first * h, n * h);
      System.arraycopy(chunkFree, 0, free, first * h, n * h);
    }
    return new Work(CpuClock.seconds() - start, kernel.takeSteps(), kernel.takeProducts());
  }
}
