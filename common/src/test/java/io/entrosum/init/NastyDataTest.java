package io.entrosum.init;

import io.entrosum.coding.PosteriorType;
import io.entrosum.data.ColumnDomain;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.NoiseType;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.FactorModel;
import io.entrosum.train.Annealing;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.statistics.Statistics;

/**
 * Every kind of training on generated data that is as bad as data gets: either there is a model of
 * finite numbers that can be saved and read, or one line that says why there is none.
 */
@AddLifecycleHook(value = GeneratedCases.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
class NastyDataTest {
  private static final StoppingRule RULE = new StoppingRule(12, 1e-6);

  private static final List<String> FAMILIES =
      List.of(
          "gaussian",
          "categorical",
          "bernoulli",
          "beta",
          "binomial(trials=1)",
          "binomial(trials=16)",
          "binomial(trials=1000000)",
          "exponential",
          "gamma",
          "gamma(shape=0.1)",
          "gamma(shape=2.5)",
          "gaussian(variance=0.000001)",
          "gaussian(variance=1)",
          "geometric",
          "laplace(location=0)",
          "laplace(location=100000000)",
          "log-normal",
          "negative-binomial(failures=0.01)",
          "negative-binomial(failures=1.5)",
          "pareto(minimum=1)",
          "pareto(minimum=100000000)",
          "poisson",
          "weibull(shape=0.3)",
          "weibull(shape=1.7)",
          "weibull(shape=20)");

  private static final int CATEGORIES = 3;

  private static void check(
      GeneratedRows data, double fall, int power, TrainingProperties.Training training) {
    double most = data.losesDigits() ? Double.POSITIVE_INFINITY : fall;
    Statistics.collect(TrainingProperties.check(data, training, most, power));
  }

  @Provide
  Arbitrary<GeneratedRows> numbers() {
    return NastyData.rows(1, true);
  }

  @Provide
  Arbitrary<GeneratedRows> severalColumns() {
    return NastyData.rows(2, true);
  }

  @Provide
  Arbitrary<GeneratedRows> complete() {
    return NastyData.rows(1, false);
  }

  @Provide
  Arbitrary<Integer> components() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(1, 4)),
        Tuple.of(1, Arbitraries.integers().between(5, NastyData.MOST_ROWS + 2)));
  }

  @Provide
  Arbitrary<Integer> latents() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(1, 3)),
        Tuple.of(1, Arbitraries.integers().between(4, NastyData.MOST_COLUMNS + 2)));
  }

  @Provide
  Arbitrary<Double> floors() {
    return Arbitraries.of(1e-6, 1e-3, 1e-9, 0.);
  }

  @Provide
  Arbitrary<InitMode> starts() {
    return Arbitraries.of(InitMode.K_MEANS, InitMode.RANDOM);
  }

  @Property
  void gaussianMixtures(
      @ForAll("numbers") GeneratedRows data,
      @ForAll("components") int k,
      @ForAll CovarianceType covariance,
      @ForAll("floors") double floor,
      @ForAll("starts") InitMode init,
      @ForAll @IntRange(min = 1, max = 2) int restarts,
      @ForAll @IntRange(min = -4, max = 4) int power) {
    GaussianMixtureSpec spec = new GaussianMixtureSpec(k, covariance, floor, init, null, 1);
    check(
        data,
        TrainingProperties.rounding(floor),
        power,
        rows -> MixtureTraining.of(spec, RULE, restarts, List.of()).run(rows.pass()));
  }

  /** A table and rows of its columns. */
  record Table(TableSpec spec, GeneratedRows data) {}

  @Provide
  Arbitrary<Table> tables() {
    Arbitrary<List<String>> families =
        Arbitraries.of(FAMILIES).list().ofMinSize(1).ofMaxSize(NastyData.MOST_COLUMNS);
    return Combinators.combine(
            families, NastyData.sizes(), Arbitraries.of(CovarianceType.class), floors())
        .flatAs(NastyDataTest::table);
  }

  private static Arbitrary<Table> table(
      List<String> families, int n, CovarianceType covariance, double floor) {
    List<TableSpec.Column> columns = new ArrayList<>();
    for (String family : families) {
      columns.add(
          family.equals(TableSpec.CATEGORICAL)
              ? TableSpec.Column.categorical(CATEGORIES)
              : TableSpec.Column.of(family));
    }
    TableSpec spec = new TableSpec(columns, covariance, floor, floor);
    List<Arbitrary<double[]>> values = new ArrayList<>();
    for (int j = 0; j < families.size(); j++) {
      ColumnDomain domain = spec.domain(j).orElse(null);
      values.add(
          domain != null
              ? NastyData.column(families.get(j), domain, n)
              : families.get(j).equals(TableSpec.CATEGORICAL)
                  ? NastyData.categories(CATEGORIES, n)
                  : NastyData.column(n));
    }
    return NastyData.table(n, values, false, true).map(data -> new Table(spec, data));
  }

  /**
   * What log-normal families lose, as they document: their variances are differences of raw moments
   * of logarithms, and log-densities expanded squares.
   */
  private static double lostByLogarithms(Table table) {
    double lost = 0;
    double[][] rows = table.data().rows();
    for (int j = 0; j < table.spec().columns().size(); j++) {
      if (table.spec().columns().get(j).family().equals("log-normal")) {
        int column = j;
        double[] logs =
            Arrays.stream(rows)
                .mapToDouble(row -> Math.log(row[column]))
                .filter(log -> !Double.isNaN(log))
                .toArray();
        double mean = Arrays.stream(logs).average().orElse(0);
        double square = Arrays.stream(logs).map(x -> x * x).max().orElse(0);
        double overall = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).average().orElse(0);
        double least = table.spec().floor() * (overall > 0 ? Math.min(overall, 1) : 1);
        lost = Math.max(lost, 32 * Math.ulp(1.) * square / least);
      }
    }
    return lost;
  }

  @Property
  void mixturesOverTables(
      @ForAll("tables") Table table,
      @ForAll("components") int k,
      @ForAll("starts") InitMode init,
      @ForAll @IntRange(min = 1, max = 2) int restarts,
      @ForAll @IntRange(min = -4, max = 4) int power) {
    GaussianMixtureSpec start = new GaussianMixtureSpec(k, CovarianceType.FULL, 0, init, null, 1);
    check(
        table.data(),
        TrainingProperties.rounding(table.spec().floor()) + lostByLogarithms(table),
        power,
        rows ->
            MixtureTraining.of(table.spec(), start, RULE, restarts, List.of()).run(rows.pass()));
  }

  @Property
  void mixturesOfFactorAnalysers(
      @ForAll("severalColumns") GeneratedRows data,
      @ForAll("components") int k,
      @ForAll("latents") int h,
      @ForAll NoiseType noise,
      @ForAll("floors") double floor,
      @ForAll("starts") InitMode init,
      @ForAll @IntRange(min = -4, max = 4) int power) {
    FactorMixtureSpec spec = new FactorMixtureSpec(k, h, noise, floor, init, null, 1);
    check(
        data,
        TrainingProperties.rounding(floor),
        power,
        rows -> MixtureTraining.of(spec, RULE, 1, List.of()).run(rows.pass()));
  }

  @Property
  void factorModels(
      @ForAll("severalColumns") GeneratedRows data,
      @ForAll("latents") int h,
      @ForAll NoiseType noise,
      @ForAll("floors") double floor,
      @ForAll FactorModel.Rotation rotation,
      @ForAll FactorSpec.Method method,
      @ForAll @IntRange(min = -4, max = 4) int power) {
    FactorSpec spec = new FactorSpec(h, noise, floor, rotation, method, 1);
    FactorTraining.Holes holes =
        data.hasHoles() ? FactorTraining.Holes.POSSIBLE : FactorTraining.Holes.NONE;
    check(
        data,
        TrainingProperties.rounding(floor),
        power,
        rows -> FactorTraining.of(spec, RULE, List.of()).run(rows.pass(), holes).result());
  }

  @Property
  void sparseCoding(
      @ForAll("complete") GeneratedRows data,
      @ForAll("latents") int h,
      @ForAll("codings") SparseCodingSpec options,
      @ForAll @IntRange(min = -4, max = 4) int power) {
    SparseCodingSpec spec = options.withLatentDimensions(h);
    // posteriors of closed forms are of latents of other norms, and not sought to the end
    double fall =
        spec.method() == DictionaryMethod.QUASI_NEWTON
            ? TrainingProperties.rounding(1)
            : Double.POSITIVE_INFINITY;
    check(data, fall, power, rows -> codes(spec, rows));
  }

  private static TrainingResult<?> codes(SparseCodingSpec spec, GeneratedRows rows) {
    return SparseCodingTraining.of(spec, new StoppingRule(20, 1e-6), List.of())
        .run(rows.pass(spec.latentDimensions(), spec.restarts()))
        .result();
  }

  @Provide
  Arbitrary<SparseCodingSpec> codings() {
    return Combinators.combine(
            Arbitraries.of(PosteriorType.class),
            Arbitraries.of(DictionaryMethod.class),
            Arbitraries.of(SparseCodingSpec.Start.class),
            Arbitraries.of(SparseCodingSpec.DeadLatents.class),
            Arbitraries.of(Annealing.NONE, Annealing.prior(1), Annealing.likelihood(1)),
            Arbitraries.integers().between(1, 2))
        .as(
            (posterior, method, start, dead, annealing, restarts) ->
                SparseCodingSpec.of(1)
                    .with(posterior)
                    .with(method)
                    .with(start)
                    .with(dead)
                    .with(method.anneals() ? annealing : Annealing.NONE)
                    .withStarts(restarts, 1));
  }
}
