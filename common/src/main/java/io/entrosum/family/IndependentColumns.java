package io.entrosum.family;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * K components over D columns that are independent given the component, each column of an
 * exponential family of its own.
 *
 * <pre>
 *   ln p(x | c) = sum_j  eta_cj' T_j(x_j) - A_cj + ln h_j(x_j)       over the columns j that are there
 * </pre>
 *
 * <p>Symbols: {@code T} = statistics, S numbers a row; {@code theta} = parameters [K, P]; {@code
 * eta} = natural parameters [K, S]; {@code A} = log partitions [K, D]; {@code m_nj} = 1 where a
 * value is there, else 0; {@code N_cj = sum_n r_nc m_nj}.
 *
 * <p>E-step: one product of {@code (T, m)} with {@code (eta, -A)}. M-step: the transposed product
 * with responsibilities, then each family matches {@code E[T]} with {@code sum r T / N_cj} (arXiv
 * 2501.09022; the notes on families). A missing value is marginalised, which here means left out:
 * its statistics and its m are 0.
 *
 * <p>Cost of a pass: {@code 4 K (S + D)} flops a row, and T once a row; statistics of {@code K (S +
 * D)} numbers.
 */
public final class IndependentColumns implements Components {
  private static final long serialVersionUID = 1L;

  /** {@code sum_n r (T, m)}, [K, S + D]. */
  static final String MOMENTS = "moments";

  /** {@code sum_n w ln h(x_n)}. */
  static final String LOG_BASE = "logBase";

  final int k;
  final ColumnFamilies columns;
  private final double[] theta;
  private final double floor;

  /** {@code (eta, -A)}, [K, S + D]. */
  private final double[] natural;

  /** {@code sum_j A_cj}. */
  private final double[] logPartitions;

  /**
   * Components from their parameters.
   *
   * @param families the family of each column
   * @param theta row-major [K, P], the parameters of each column in turn; kept, not copied
   * @param floor bounds the parameters of the next M-steps, see {@link ExponentialFamily#fit}
   * @throws IllegalArgumentException if the number of parameters does not fit, or one is invalid
   */
  public IndependentColumns(
      int k, List<? extends ExponentialFamily> families, double[] theta, double floor) {
    this(k, new ColumnFamilies(families), theta, floor);
  }

  private IndependentColumns(int k, ColumnFamilies columns, double[] theta, double floor) {
    this.k = k;
    this.columns = columns;
    this.theta = theta;
    this.floor = floor;
    if (k < 1 || theta.length != (long) k * columns.parameters) {
      throw new IllegalArgumentException(
          "model: "
              + theta.length
              + " parameters do not fit "
              + k
              + " components of "
              + columns.parameters);
    }
    int width = columns.statistics + columns.count();
    this.natural = new double[k * width];
    this.logPartitions = new double[k];
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < columns.count(); j++) {
        ExponentialFamily family = columns.family(j);
        int at = at(c, j);
        String problem = family.parameterProblem(theta, at);
        if (problem != null) {
          throw new IllegalArgumentException(
              "model: " + family.name() + " of component " + c + ", column " + j + ": " + problem);
        }
        family.natural(theta, at, natural, c * width + columns.statisticsAt(j));
        double partition = family.logPartition(theta, at);
        natural[c * width + columns.statistics + j] = -partition;
        logPartitions[c] += partition;
      }
    }
  }

  /**
   * K equal components with parameters that are valid and otherwise of no meaning: what statistics
   * are gathered with before there is a model.
   *
   * @param row a row whose values are in the domains of the families, NaN where missing
   */
  public static IndependentColumns around(
      int k, List<? extends ExponentialFamily> families, double[] row, double floor) {
    ColumnFamilies columns = new ColumnFamilies(families);
    double[] theta = new double[k * columns.parameters];
    double[] t = new double[columns.statistics];
    for (int j = 0; j < columns.count(); j++) {
      ExponentialFamily family = columns.family(j);
      int at = columns.statisticsAt(j);
      family.statistics(row[j], t, at);
      for (int c = 0; c < k; c++) {
        family.fit(t, at, t, at, floor, theta, c * columns.parameters + columns.parametersAt(j));
      }
    }
    for (int j = 0; j < columns.count(); j++) {
      refuseUnbounded(columns, 0, j, theta, floor);
    }
    return new IndependentColumns(k, columns, theta, floor);
  }

  private int at(int c, int j) {
    return c * columns.parameters + columns.parametersAt(j);
  }

  /** The family of each column. */
  public List<ExponentialFamily> families() {
    return columns.families();
  }

  /** The parameters, row-major [K, P], a copy. */
  public double[] parameterValues() {
    return theta.clone();
  }

  /** The same components with another floor. */
  public IndependentColumns withFloor(double other) {
    return new IndependentColumns(k, columns, theta, other);
  }

  /**
   * {@code ln p(x | c)} of one value of column j, nats; minus infinite outside the domain. For
   * pictures: the E-step does whole blocks at once.
   */
  public double logDensity(int c, int j, double x) {
    ExponentialFamily family = columns.family(j);
    if (family.problem(x) != null) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] t = new double[family.statistics()];
    double[] eta = new double[family.statistics()];
    family.statistics(x, t, 0);
    family.natural(theta, at(c, j), eta, 0);
    double sum = family.logBase(x) - family.logPartition(theta, at(c, j));
    for (int s = 0; s < t.length; s++) {
      sum += eta[s] * t[s];
    }
    return sum;
  }

  /** E[x] of a column in a component; may be infinite where it does not exist. */
  public double mean(int c, int j) {
    return columns.family(j).mean(theta, at(c, j));
  }

  @Override
  public String family() {
    return "columns";
  }

  @Override
  public int count() {
    return k;
  }

  @Override
  public int dimensions() {
    return columns.count();
  }

  @Override
  public long parameters() {
    return (long) k * columns.parameters;
  }

  @Override
  public boolean marginalises() {
    return true;
  }

  /** A mean may be infinite: that of a Pareto of shape 1, or of a log-normal beyond all doubles. */
  @Override
  public @Nullable String fillProblem(int column) {
    for (int c = 0; c < k; c++) {
      if (!Double.isFinite(mean(c, column))) {
        return columns.describe(column, theta, at(c, column))
            + " of component "
            + c
            + " has no finite mean";
      }
    }
    return null;
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    layout.add(MOMENTS, k, columns.statistics + columns.count()).add(LOG_BASE);
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int offset = statistics.offset(MOMENTS);
    double[] next = theta.clone();
    List<ModelEvent> events = new ArrayList<>();
    for (int j = 0; j < columns.count(); j++) {
      double[] overall = mean(s, offset, j, 0, k);
      for (int c = 0; c < k; c++) {
        if (observed(s, offset, c, j) > 0) {
          double[] mean = mean(s, offset, j, c, c + 1);
          if (columns.family(j).fit(mean, 0, overall, 0, floor, next, at(c, j))) {
            events.add(bound(c, j));
          }
          refuseUnbounded(columns, c, j, next, floor);
        }
      }
    }
    return new Fit(new IndependentColumns(k, columns, next, floor), events);
  }

  /** With a floor of 0 there may be no maximum. */
  private static void refuseUnbounded(
      ColumnFamilies columns, int c, int j, double[] next, double floor) {
    int at = c * columns.parameters + columns.parametersAt(j);
    String problem = columns.family(j).parameterProblem(next, at);
    if (problem != null) {
      throw new NumericalException(
          columns.family(j).name()
              + " of component "
              + c
              + ", column number "
              + (j + 1)
              + ": "
              + problem
              + " but became "
              + next[at],
          "raise model.parameter-floor, which is " + floor);
    }
  }

  private ModelEvent bound(int c, int j) {
    return new ModelEvent(
        ModelEvent.Kind.PARAMETER_BOUND,
        c,
        1,
        columns.family(j).name()
            + " of component "
            + c
            + ", column number "
            + (j + 1)
            + " at the bound of its parameters");
  }

  private double observed(double[] s, int offset, int c, int j) {
    return s[offset + c * (columns.statistics + columns.count()) + columns.statistics + j];
  }

  /** The weighted mean of the statistics of a column over some components. */
  private double[] mean(double[] s, int offset, int j, int from, int to) {
    int width = columns.statistics + columns.count();
    double[] mean = new double[columns.family(j).statistics()];
    double weight = 0;
    for (int c = from; c < to; c++) {
      weight += observed(s, offset, c, j);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += s[offset + c * width + columns.statisticsAt(j) + i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= weight;
    }
    return mean;
  }

  @Override
  public double expectedLogDensity(Statistics statistics, double[] totals, Components gatheredBy) {
    double[] s = statistics.values();
    int offset = statistics.offset(MOMENTS);
    double sum = logBase(statistics);
    for (int c = 0; c < k; c++) {
      if (totals[c] > 0) {
        int width = columns.statistics + columns.count();
        sum += Blas.dot(width, natural, c * width, s, offset + c * width);
      }
    }
    return sum;
  }

  @Override
  public double expectedEntropy(Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int offset = statistics.offset(MOMENTS);
    double sum = 0;
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < columns.count(); j++) {
        sum += observed(s, offset, c, j) * columns.family(j).entropy(theta, at(c, j));
      }
    }
    return sum;
  }

  @Override
  public double logBase(Statistics statistics) {
    return statistics.get(LOG_BASE);
  }

  @Override
  public Components select(int[] indices) {
    int p = columns.parameters;
    double[] selected = new double[indices.length * p];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(theta, indices[i] * p, selected, i * p, p);
    }
    return new IndependentColumns(indices.length, columns, selected, floor);
  }

  @Override
  public int compare(int first, int second) {
    for (int j = 0; j < columns.count(); j++) {
      int order = Double.compare(mean(first, j), mean(second, j));
      if (order != 0) {
        return order;
      }
    }
    int p = columns.parameters;
    return Arrays.compare(theta, first * p, (first + 1) * p, theta, second * p, (second + 1) * p);
  }

  @Override
  public Sampler sampler() {
    return (c, random, row) -> {
      for (int j = 0; j < columns.count(); j++) {
        row[j] = columns.family(j).sample(theta, at(c, j), random);
      }
    };
  }

  @Override
  public long bytes() {
    return 8L * (theta.length + natural.length + k);
  }

  @Override
  public Kernel kernel() {
    return new IndependentColumnsKernel(this, natural, logPartitions);
  }
}
