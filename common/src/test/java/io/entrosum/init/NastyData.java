package io.entrosum.init;

import io.entrosum.data.ColumnDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Generators of data as it should not be, but is: huge, tiny and equal values, columns and rows
 * that are copies, outliers, offsets, holes, weights of 0 and of any size, empty partitions.
 */
final class NastyData {
  static final int MOST_ROWS = 40;
  static final int MOST_COLUMNS = 8;

  private NastyData() {}

  /** Ordinary numbers with a fraction that binary has not. */
  private static final Arbitrary<Double> ORDINARY = times(1000, 1 / 97.);

  private static final Arbitrary<Double> TIES = times(3, 1);
  private static final Arbitrary<Double> HUGE = times(1000, 1e297);
  private static final Arbitrary<Double> LARGE = times(1000, 1e147);
  private static final Arbitrary<Double> TINY = times(1000, 1e-303);
  private static final Arbitrary<Double> DENORMAL = times(1000, Double.MIN_VALUE);
  private static final Arbitrary<Double> ZERO = Arbitraries.of(0., -0.);
  private static final Arbitrary<Double> OFFSET = ORDINARY.map(x -> 1e8 + x);
  private static final Arbitrary<Double> FINE = times(50, 1 / 1024.).map(x -> 1e8 + x);
  private static final Arbitrary<Double> SMALL = times(1000, 1e-160);

  private static final Arbitrary<Double> ANY =
      Arbitraries.oneOf(List.of(ORDINARY, TIES, TINY, DENORMAL, ZERO, OFFSET, SMALL, LARGE));

  private static Arbitrary<Double> times(int most, double unit) {
    return Arbitraries.integers().between(-most, most).map(i -> i * unit);
  }

  /** A column of n numbers. */
  static Arbitrary<double[]> column(int n) {
    return Arbitraries.frequencyOf(
        Tuple.of(12, values(ORDINARY, n)),
        Tuple.of(4, values(TIES, n)),
        Tuple.of(2, constant(Arbitraries.oneOf(List.of(ORDINARY, OFFSET, TINY, ZERO)), n)),
        Tuple.of(2, values(OFFSET, n)),
        Tuple.of(1, values(FINE, n)),
        Tuple.of(1, values(TINY, n)),
        Tuple.of(1, values(DENORMAL, n)),
        Tuple.of(1, values(SMALL, n)),
        Tuple.of(1, values(ZERO, n)),
        Tuple.of(1, values(ANY, n)),
        Tuple.of(1, values(Arbitraries.oneOf(List.of(LARGE, HUGE)), n)),
        Tuple.of(2, outlier(n)));
  }

  private static Arbitrary<double[]> values(Arbitrary<Double> value, int n) {
    return value.array(double[].class).ofSize(n);
  }

  private static Arbitrary<double[]> constant(Arbitrary<Double> value, int n) {
    return value.map(
        x -> {
          double[] column = new double[n];
          Arrays.fill(column, x);
          return column;
        });
  }

  private static Arbitrary<double[]> outlier(int n) {
    return Combinators.combine(
            values(ORDINARY, n),
            Arbitraries.integers().between(0, n - 1),
            Arbitraries.of(1e150, 1e100, -1e20, 1e8))
        .as(
            (column, row, value) -> {
              double[] with = column.clone();
              with[row] = value;
              return with;
            });
  }

  /** A column of n values of a family: of a domain, and often at its edges. */
  static Arbitrary<double[]> column(String family, ColumnDomain domain, int n) {
    Arbitrary<Double> usual = allowed(usual(family), domain);
    Arbitrary<Double> edges = allowed(edges(), domain);
    return Arbitraries.frequencyOf(
        Tuple.of(6, values(usual, n)),
        Tuple.of(1, values(Arbitraries.frequencyOf(Tuple.of(5, usual), Tuple.of(1, edges)), n)),
        Tuple.of(1, values(edges, n)),
        Tuple.of(1, constant(usual, n)),
        Tuple.of(1, constant(edges, n)));
  }

  /** A column of categories, some of which may not occur. */
  static Arbitrary<double[]> categories(int number, int n) {
    Arbitrary<Double> any = Arbitraries.integers().between(0, number - 1).map(i -> (double) i);
    return Arbitraries.frequencyOf(Tuple.of(3, values(any, n)), Tuple.of(1, constant(any, n)));
  }

  private static Arbitrary<Double> usual(String family) {
    String name = family.replaceAll("\\(.*", "");
    return switch (name) {
      case "bernoulli", "binomial", "geometric", "negative-binomial", "poisson" ->
          Arbitraries.frequencyOf(
              Tuple.of(1, Arbitraries.integers().between(0, 1).map(i -> (double) i)),
              Tuple.of(2, Arbitraries.integers().between(0, 20).map(i -> (double) i)));
      case "beta" -> Arbitraries.integers().between(1, 999).map(i -> i / 1000.);
      case "gaussian", "laplace" -> ORDINARY;
      default -> Arbitraries.integers().between(1, 1000).map(i -> i / 97.);
    };
  }

  private static Arbitrary<Double> edges() {
    return Arbitraries.of(
        0.,
        1.,
        2.,
        1e-300,
        Double.MIN_VALUE,
        1 - 1e-16,
        1e-16,
        16.,
        1e6,
        1e9,
        0x1p53,
        1e15,
        1e100,
        1e150,
        1e300,
        Double.MAX_VALUE,
        1 + 0x1p-52,
        -0.,
        -1e8,
        -1e150);
  }

  /** Values outside the domain become the first usual one that is in it. */
  private static Arbitrary<Double> allowed(Arbitrary<Double> values, ColumnDomain domain) {
    double inside =
        Arrays.stream(new double[] {1, .5, 2, 1e9})
            .filter(x -> domain.problem(x) == null)
            .findFirst()
            .orElseThrow();
    return values.map(x -> domain.problem(x) == null ? x : inside);
  }

  /** Rows of numbers. */
  static Arbitrary<GeneratedRows> rows(int leastColumns, boolean holes) {
    return Combinators.combine(sizes(), Arbitraries.integers().between(leastColumns, MOST_COLUMNS))
        .as(
            (n, d) -> {
              List<Arbitrary<double[]>> columns = new ArrayList<>();
              for (int j = 0; j < d; j++) {
                columns.add(column(n));
              }
              return table(n, columns, true, holes);
            })
        .flatMap(rows -> rows);
  }

  static Arbitrary<Integer> sizes() {
    return Arbitraries.integers().between(1, MOST_ROWS);
  }

  /**
   * Rows of the columns given.
   *
   * @param copies whether columns may be copies of each other
   */
  static Arbitrary<GeneratedRows> table(
      int n, List<Arbitrary<double[]>> columns, boolean copies, boolean holes) {
    int d = columns.size();
    Arbitrary<int[]> columnSources = copies ? sources(d, 12, 1) : identity(d);
    Arbitrary<Set<Integer>> none = Arbitraries.just(Set.of());
    Arbitrary<Set<Integer>> some =
        Arbitraries.integers().between(0, n * d - 1).set().ofMaxSize(n * d / 2);
    return Combinators.combine(
            Combinators.combine(columns).as(List::copyOf),
            columnSources,
            sources(n, 6, 4),
            holes ? Arbitraries.frequencyOf(Tuple.of(2, none), Tuple.of(1, some)) : none,
            weights(n),
            Arbitraries.integers()
                .between(0, GeneratedRows.PARTITIONS - 1)
                .array(int[].class)
                .ofSize(n),
            Arbitraries.of(MOST_ROWS, 7, 1))
        .as(NastyData::assembled);
  }

  private static GeneratedRows assembled(
      List<double[]> columns,
      int[] columnSources,
      int[] rowSources,
      Set<Integer> holes,
      double[] weights,
      int[] partitions,
      int blockRows) {
    int n = rowSources.length;
    int d = columns.size();
    double[][] rows = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        rows[i][j] =
            holes.contains(i * d + j) ? Double.NaN : columns.get(columnSources[j])[rowSources[i]];
      }
    }
    int[] ascending = partitions.clone();
    Arrays.sort(ascending);
    return new GeneratedRows(d, rows, weights, ascending, blockRows);
  }

  private static Arbitrary<int[]> identity(int n) {
    int[] own = new int[n];
    Arrays.setAll(own, i -> i);
    return Arbitraries.just(own);
  }

  /** Of what each is a copy: most often of itself, or all of the first, or of any. */
  private static Arbitrary<int[]> sources(int n, int itself, int any) {
    return Arbitraries.frequencyOf(
        Tuple.of(itself, identity(n)),
        Tuple.of(1, Arbitraries.just(new int[n])),
        Tuple.of(any, Arbitraries.integers().between(0, n - 1).array(int[].class).ofSize(n)));
  }

  private static Arbitrary<double[]> weights(int n) {
    Arbitrary<Double> usual = Arbitraries.integers().between(0, 30).map(i -> i / 10.);
    return Arbitraries.frequencyOf(
        Tuple.of(8, Arbitraries.just(new double[0])),
        Tuple.of(6, values(usual, n)),
        Tuple.of(2, values(Arbitraries.of(0., 1e-300, 1e15, 1., .3), n)),
        Tuple.of(1, constant(Arbitraries.of(1e-300, 1e15), n)),
        Tuple.of(1, constant(Arbitraries.just(0.), n)));
  }
}
