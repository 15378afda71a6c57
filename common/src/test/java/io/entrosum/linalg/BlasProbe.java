package io.entrosum.linalg;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** The program that {@link BlasBackendTest} runs in virtual machines of their own. */
final class BlasProbe {
  private static final int D = 7;

  private BlasProbe() {}

  public static void main(String[] args) {
    boolean interrupted = Set.of(args).contains("interrupted");
    if (interrupted) {
      LoggerFactory.getLogger(BlasProbe.class).debug("an executor's logger is ready");
      Thread.currentThread().interrupt();
    }
    System.out.println(Blas.description());
    if (interrupted && !Thread.interrupted()) {
      throw new IllegalStateException("the interrupt is lost");
    }
    if (Set.of(args).contains("threads")) {
      System.out.println(cpuOfOtherThreads());
      return;
    }
    double[] numbers = Set.of(args).contains("gram") ? gramOfManyRows() : numbers();
    for (double number : numbers) {
      System.out.println(number);
    }
  }

  /** So many rows that the ways to make a Gram matrix differ in their last bits. */
  private static double[] gramOfManyRows() {
    int n = 256;
    int d = 2 * D;
    double[] gram = new double[d * d];
    Blas.addGram(n, d, new SplittableRandom(2).doubles((long) n * d).toArray(), gram, 0);
    return IntStream.range(0, d * d)
        .filter(i -> i % d >= i / d)
        .mapToDouble(i -> gram[i])
        .toArray();
  }

  /** CPU time of all other threads during products, as a share of that of this thread. */
  private static double cpuOfOtherThreads() {
    OperatingSystemMXBean all = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    int d = 600;
    double[] a = new double[d * d];
    Blas.times(d, d, d, a, a, new double[d * d]);
    long process = all.getProcessCpuTime();
    long own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < 30; i++) {
      Blas.times(d, d, d, a, a, new double[d * d]);
    }
    own = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - own;
    return (double) (all.getProcessCpuTime() - process) / own - 1;
  }

  /** A product of each kernel, a factor, its inverse and eigenvalues, all of order 1. */
  static double[] numbers() {
    double[] a = new SplittableRandom(1).doubles(D * D).map(x -> x - 0.5).toArray();
    double[] product = new double[D * D];
    Blas.times(D, D, D, a, a, product);
    double[] inner = new double[D * D];
    Blas.timesTransposed(D, D, D, a, 0, D, a, 0, D, inner, 0, D);
    double[] outer = new double[D * D];
    Blas.addTransposedTimes(D, D, D, a, a, outer, 0);
    double[] gram = new double[D * D];
    Blas.addGram(D, D, a, gram, 0);
    double[] definite = inner.clone();
    for (int i = 0; i < D; i++) {
      Arrays.fill(gram, i * D, i * D + i, 0.0); // below the diagonal it is unspecified
      definite[i * D + i] += 1;
    }
    Cholesky cholesky = Cholesky.of(D, definite);
    double[][] all = {
      product,
      inner,
      outer,
      gram,
      cholesky.factor(),
      cholesky.inverseFactor(),
      SymmetricEigen.of(D, definite).values()
    };
    return Arrays.stream(all).flatMapToDouble(Arrays::stream).toArray();
  }
}
