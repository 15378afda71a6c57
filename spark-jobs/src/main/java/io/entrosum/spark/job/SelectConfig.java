package io.entrosum.spark.job;

import io.entrosum.family.CovarianceType;
import io.entrosum.spark.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The section {@code select}: what to try, and what to choose by.
 *
 * @param components numbers of components; empty: that of the model
 * @param covariances shapes; empty: that of the model
 * @param latentDimensions numbers of factors; empty: that of the model
 * @param families for columns, several each
 * @param heldOut the share of rows that is held out for {@link Criterion#HELD_OUT}
 */
record SelectConfig(
    List<Integer> components,
    List<CovarianceType> covariances,
    List<Integer> latentDimensions,
    Map<String, List<String>> families,
    Criterion criterion,
    double heldOut) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,6})\\s*\\.\\.\\s*(\\d{1,6})");

  /** What the candidates are compared by. */
  enum Criterion {
    /** Bayesian information criterion; the least. */
    BIC("bic"),
    /** Integrated completed likelihood; the least. */
    ICL("icl"),
    /** Akaike's information criterion; the least. */
    AIC("aic"),
    /** The bound of rows that were held out; the largest. */
    HELD_OUT("held-out");

    private final String label;

    Criterion(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  static SelectConfig of(Section section) {
    Map<String, List<String>> families = new LinkedHashMap<>();
    section
        .children("columns")
        .forEach((column, value) -> families.put(column, families(column, value)));
    double heldOut = section.number("held-out", 1);
    if (!(heldOut > 0)) {
      throw JobException.usage("select.held-out: must be > 0 and < 1 but was " + heldOut);
    }
    return new SelectConfig(
        numbers(section, "components"),
        covariances(section),
        numbers(section, "latent-dimensions"),
        families,
        section.choice("criterion", Criterion.values(), Criterion::label),
        heldOut);
  }

  private static List<String> families(String column, Object value) {
    List<?> values = value instanceof List<?> list ? list : List.of(value);
    String key = "select.columns." + column;
    if (values.isEmpty()) {
      throw JobException.usage(key + ": must name at least one family");
    }
    return values.stream().map(family -> MixtureConfig.family(key, family)).toList();
  }

  private static List<Integer> numbers(Section section, String key) {
    if (!section.has(key)) {
      return List.of();
    }
    List<Integer> components = new ArrayList<>();
    for (String text : section.texts(key)) {
      Matcher range = RANGE.matcher(text.strip());
      if (range.matches()) {
        int from = Integer.parseInt(range.group(1));
        int to = Integer.parseInt(range.group(2));
        IntStream.rangeClosed(from, to).forEach(components::add);
      } else if (text.strip().matches("\\d{1,6}")) {
        components.add(Integer.parseInt(text.strip()));
      } else {
        components.add(0);
      }
    }
    if (components.isEmpty() || components.stream().anyMatch(k -> k < 1)) {
      throw JobException.usage(
          "select."
              + key
              + ": must be numbers >= 1, e.g. [1, 2, 4], or a range, e.g. \"1..9\", but was "
              + section.texts(key));
    }
    return components.stream().distinct().toList();
  }

  private static List<CovarianceType> covariances(Section section) {
    if (!section.has("covariance")) {
      return List.of();
    }
    List<CovarianceType> covariances = new ArrayList<>();
    for (String text : section.texts("covariance")) {
      try {
        covariances.add(CovarianceType.of(text));
      } catch (IllegalArgumentException e) {
        List<String> labels = List.of(CovarianceType.labels().split(", ", -1));
        throw new JobException(
            ExitCode.USAGE, "select." + Failure.firstLine(e) + NearestName.hint(text, labels), e);
      }
    }
    return covariances.stream().distinct().toList();
  }

  /** The models to try: every combination. */
  List<MixtureConfig> candidates(MixtureConfig model) {
    List<Map<String, String>> tables = List.of(model.families());
    for (Map.Entry<String, List<String>> column : families.entrySet()) {
      List<Map<String, String>> more = new ArrayList<>();
      for (Map<String, String> table : tables) {
        for (String family : column.getValue()) {
          Map<String, String> other = new LinkedHashMap<>(table);
          other.put(column.getKey(), family);
          more.add(other);
        }
      }
      tables = more;
    }
    List<MixtureConfig> candidates = new ArrayList<>();
    for (Map<String, String> table : tables) {
      for (CovarianceType covariance :
          covariances.isEmpty() ? List.of(model.covariance()) : covariances) {
        for (int k : components.isEmpty() ? List.of(model.components()) : components) {
          candidates.addAll(withFactors(model.with(k, covariance, table)));
        }
      }
    }
    return candidates;
  }

  private List<MixtureConfig> withFactors(MixtureConfig model) {
    FactorShape factors = model.factors();
    return factors == null || latentDimensions.isEmpty()
        ? List.of(model)
        : latentDimensions.stream().map(h -> model.with(factors.with(h))).toList();
  }

  /**
   * The numbers of latent dimensions to try.
   *
   * @param own that of the model, where the section names none
   */
  int[] latentCandidates(int own) {
    return latentDimensions.isEmpty()
        ? new int[] {own}
        : latentDimensions.stream().mapToInt(Integer::intValue).toArray();
  }
}
