package io.entrosum.family;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The registry of exponential families: one line a family. */
public final class Families {
  private static final List<Entry> ENTRIES =
      List.of(
          entry("bernoulli", BernoulliFamily::new),
          entry("beta", BetaFamily::new),
          entry("binomial", "trials", 16, BinomialFamily::new),
          entry("exponential", ExponentialDistributionFamily::new),
          entry("gamma", GammaFamily::new),
          entry("gamma", "shape", 2.5, KnownShapeGammaFamily::new),
          entry("gaussian", "variance", 1, KnownVarianceGaussianFamily::new),
          entry("geometric", GeometricFamily::new),
          entry("laplace", "location", 0, LaplaceFamily::new),
          entry("log-normal", LogNormalFamily::new),
          entry("negative-binomial", "failures", 1.5, NegativeBinomialFamily::new),
          entry("pareto", "minimum", 1, ParetoFamily::new),
          entry("poisson", PoissonFamily::new),
          entry("weibull", "shape", 1.7, WeibullFamily::new));

  /** A name, or a name with one constant in parentheses. */
  private static final Pattern TEXT =
      Pattern.compile("\\s*([a-z-]+)\\s*(?:\\(\\s*([a-z-]+)\\s*=\\s*([^\\s(),=]+)\\s*\\))?\\s*");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private Families() {}

  /**
   * A way to write a family.
   *
   * @param constant the name of the known constant, null where there is none
   * @param example a value of the constant, 0 where there is none
   */
  private record Entry(
      String name,
      @Nullable String constant,
      double example,
      DoubleFunction<ExponentialFamily> factory) {

    /** The family with a plausible constant. */
    ExponentialFamily familyOfExample() {
      return factory.apply(example);
    }

    boolean takes(@Nullable String wanted) {
      return constant == null ? wanted == null : constant.equals(wanted);
    }
  }

  private static Entry entry(String name, Supplier<ExponentialFamily> factory) {
    return new Entry(name, null, 0, ignored -> factory.get());
  }

  private static Entry entry(
      String name, String constant, double example, DoubleFunction<ExponentialFamily> factory) {
    return new Entry(name, constant, example, factory);
  }

  /** The names of all families without constants, in order, each once. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).distinct().toList();
  }

  /** A text for each line of the registry that {@link #parse} understands. */
  public static List<String> examples() {
    return ENTRIES.stream().map(entry -> entry.familyOfExample().name()).toList();
  }

  /**
   * The family of a text such as {@code poisson} or {@code binomial(trials=16)}.
   *
   * @throws IllegalArgumentException if there is none; its one line says what to write
   */
  public static ExponentialFamily parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "family: must look like poisson or binomial(trials=16) but was " + text.strip());
    }
    String name = matcher.group(1);
    String constant = matcher.group(2);
    List<Entry> named = ENTRIES.stream().filter(entry -> entry.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "family: must be one of " + String.join(", ", names()) + " but was " + name);
    }
    for (Entry entry : named) {
      if (entry.takes(constant)) {
        return entry.factory().apply(number(name, constant, matcher.group(3)));
      }
    }
    throw new IllegalArgumentException(mismatch(name, constant, named));
  }

  private static double number(String name, @Nullable String constant, @Nullable String digits) {
    if (digits == null) {
      return 0;
    }
    if (!NUMBER.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          name + ": " + constant + " must be a number but was " + digits);
    }
    return Double.parseDouble(digits) + 0.0; // minus zero becomes zero
  }

  private static String mismatch(String name, @Nullable String constant, List<Entry> named) {
    String forms =
        named.stream()
            .map(entry -> entry.familyOfExample().name())
            .collect(Collectors.joining(" or "));
    return constant == null
        ? name + ": needs " + named.get(0).constant() + ", e.g. " + forms
        : name + ": has no constant " + constant + "; write " + forms;
  }
}
