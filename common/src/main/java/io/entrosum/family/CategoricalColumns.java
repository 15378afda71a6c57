package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * K components over D categorical columns that are independent given the component.
 *
 * <pre>
 *   ln p(x | c) = sum_j ln p_cj,x_j       over the columns j that are there
 * </pre>
 *
 * <p>Symbols: {@code V_j} = number of categories of column j; {@code V} = their sum; {@code x_j} =
 * a whole number from 0 to {@code V_j - 1}; {@code p} = probabilities.
 *
 * <p>The categorical distribution is the exponential family whose statistics are indicators, one a
 * category. They are never made: the E-step adds one row of K logarithms a value, the M-step adds
 * the row of responsibilities to one row of counts. M-step: {@code p = counts / sum of counts}.
 *
 * <p>Bounds: {@code p >= floor / V_j}, the exact constrained maximiser: probabilities below it are
 * raised to it, the others scaled.
 *
 * <p>Cost of a pass: {@code 2 K D} additions a row; statistics of {@code K V} numbers.
 */
public final class CategoricalColumns implements Components {
  private static final long serialVersionUID = 1L;

  /** {@code sum_n r [x_nj = v]}, [V, K]. */
  static final String COUNTS = "counts";

  private final int k;
  private final int[] sizes;
  private final double floor;

  /** Where the categories of a column begin; one more than columns. */
  private final int[] starts;

  /** [V, K]. */
  private final double[] logProbabilities;

  private final double[] probabilities;

  /**
   * Components from their parameters.
   *
   * @param sizes the number of categories of each column
   * @param probabilities for each column in turn [K, V_j], row-major. Not modified.
   * @param floor bounds the probabilities of the next M-steps
   * @throws IllegalArgumentException if they are no probabilities, or too few or too many
   */
  public CategoricalColumns(int k, int[] sizes, double[] probabilities, double floor) {
    this.k = k;
    this.sizes = sizes.clone();
    this.floor = floor;
    this.starts = starts(sizes);
    int total = starts[sizes.length];
    if (k < 1 || probabilities.length != (long) k * total) {
      throw new IllegalArgumentException(
          "model: "
              + probabilities.length
              + " probabilities do not fit "
              + k
              + " components of columns of "
              + Arrays.toString(sizes)
              + " categories");
    }
    this.probabilities = probabilities.clone();
    this.logProbabilities = new double[k * total];
    for (int j = 0; j < sizes.length; j++) {
      for (int c = 0; c < k; c++) {
        set(j, c);
      }
    }
  }

  private static int[] starts(int[] sizes) {
    int[] starts = new int[sizes.length + 1];
    for (int j = 0; j < sizes.length; j++) {
      if (sizes[j] < 1) {
        throw new IllegalArgumentException(
            "model: a column must have a category but column number " + (j + 1) + " has none");
      }
      starts[j + 1] = Math.addExact(starts[j], sizes[j]);
    }
    return starts;
  }

  private void set(int j, int c) {
    double sum = 0;
    for (int v = 0; v < sizes[j]; v++) {
      double p = probability(c, j, v);
      if (!(p >= 0 && p <= 1 + 1e-9)) {
        throw new IllegalArgumentException(
            "model: probability of component "
                + c
                + ", column "
                + j
                + ", category "
                + v
                + " must be in [0, 1] but is "
                + p);
      }
      sum += p;
      logProbabilities[(starts[j] + v) * k + c] = Math.log(p);
    }
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      throw new IllegalArgumentException(
          "model: probabilities of component "
              + c
              + ", column "
              + j
              + " must sum to 1 but sum to "
              + sum);
    }
  }

  /** K equal components in which all categories of a column are equally probable. */
  public static CategoricalColumns uniform(int k, int[] sizes, double floor) {
    int[] starts = starts(sizes);
    double[] probabilities = new double[k * starts[sizes.length]];
    for (int j = 0; j < sizes.length; j++) {
      Arrays.fill(probabilities, k * starts[j], k * starts[j + 1], 1.0 / sizes[j]);
    }
    return new CategoricalColumns(k, sizes, probabilities, floor);
  }

  /** The probability of a category of a column in a component. */
  public double probability(int c, int j, int v) {
    return probabilities[k * starts[j] + c * sizes[j] + v];
  }

  /** The number of categories of a column. */
  public int categories(int j) {
    return sizes[j];
  }

  /** The probabilities of a column, row-major [K, V_j], a copy. */
  public double[] probabilities(int j) {
    return Arrays.copyOfRange(probabilities, k * starts[j], k * starts[j + 1]);
  }

  /** The same components with another floor. */
  public CategoricalColumns withFloor(double other) {
    return new CategoricalColumns(k, sizes, probabilities, other);
  }

  @Override
  public String family() {
    return "categorical";
  }

  @Override
  public int count() {
    return k;
  }

  @Override
  public int dimensions() {
    return sizes.length;
  }

  @Override
  public long parameters() {
    return (long) k * (starts[sizes.length] - sizes.length);
  }

  @Override
  public boolean marginalises() {
    return true;
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    layout.add(COUNTS, starts[sizes.length], k);
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    double[] next = probabilities.clone();
    List<ModelEvent> events = new ArrayList<>();
    for (int j = 0; j < sizes.length; j++) {
      for (int c = 0; c < k; c++) {
        double[] counts = counts(statistics, c, j);
        double total = Arrays.stream(counts).sum();
        if (total > 0) {
          int held = BoundedShares.of(counts, total, floor / sizes[j]);
          System.arraycopy(counts, 0, next, k * starts[j] + c * sizes[j], sizes[j]);
          if (held > 0) {
            events.add(bound(c, j, held));
          }
        }
      }
    }
    return new Fit(new CategoricalColumns(k, sizes, next, floor), events);
  }

  private static ModelEvent bound(int c, int j, int held) {
    return new ModelEvent(
        ModelEvent.Kind.PARAMETER_BOUND,
        c,
        held,
        held
            + " categories of component "
            + c
            + ", column number "
            + (j + 1)
            + " at their least probability");
  }

  private double[] counts(Statistics statistics, int c, int j) {
    double[] s = statistics.values();
    int at = statistics.offset(COUNTS) + starts[j] * k + c;
    double[] counts = new double[sizes[j]];
    for (int v = 0; v < counts.length; v++) {
      counts[v] = s[at + v * k];
    }
    return counts;
  }

  @Override
  public double expectedLogDensity(Statistics statistics, double[] totals, Components gatheredBy) {
    double[] s = statistics.values();
    int offset = statistics.offset(COUNTS);
    double sum = 0;
    for (int i = 0; i < logProbabilities.length; i++) {
      sum += s[offset + i] > 0 ? s[offset + i] * logProbabilities[i] : 0;
    }
    return sum;
  }

  @Override
  public double expectedEntropy(Statistics statistics, double[] totals) {
    double sum = 0;
    for (int j = 0; j < sizes.length; j++) {
      for (int c = 0; c < k; c++) {
        int at = k * starts[j] + c * sizes[j];
        double entropy =
            Entropies.categorical(Arrays.copyOfRange(probabilities, at, at + sizes[j]));
        sum += entropy * Arrays.stream(counts(statistics, c, j)).sum();
      }
    }
    return sum;
  }

  @Override
  public Components select(int[] indices) {
    double[] selected = new double[indices.length * starts[sizes.length]];
    for (int j = 0; j < sizes.length; j++) {
      for (int i = 0; i < indices.length; i++) {
        int from = k * starts[j] + indices[i] * sizes[j];
        int to = indices.length * starts[j] + i * sizes[j];
        System.arraycopy(probabilities, from, selected, to, sizes[j]);
      }
    }
    return new CategoricalColumns(indices.length, sizes, selected, floor);
  }

  @Override
  public int compare(int first, int second) {
    for (int j = 0; j < sizes.length; j++) {
      int a = k * starts[j] + first * sizes[j];
      int b = k * starts[j] + second * sizes[j];
      int order = Arrays.compare(probabilities, a, a + sizes[j], probabilities, b, b + sizes[j]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public Sampler sampler() {
    return (c, random, row) -> {
      for (int j = 0; j < sizes.length; j++) {
        double u = random.nextDouble();
        int v = 0;
        double cumulative = probability(c, j, 0);
        while (v < sizes[j] - 1 && u >= cumulative) {
          v++;
          cumulative += probability(c, j, v);
        }
        row[j] = v;
      }
    };
  }

  @Override
  public long bytes() {
    return 16L * logProbabilities.length;
  }

  @Override
  public Kernel kernel() {
    return new CategoricalKernel(this, k, sizes, starts, logProbabilities);
  }
}
