package io.entrosum.spark.job;

import io.entrosum.entropy.EntropyWeights;
import io.entrosum.spark.NearestName;
import io.entrosum.train.Annealing;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * The key {@code training.annealing}: weights on a part of the bound in the first iterations.
 *
 * @param schedule of the weights
 * @param text the same for a person
 */
record AnnealingConfig(Annealing schedule, String text) {
  private static final String KEY = "annealing";
  private static final String ITERATIONS = "iterations";
  private static final String PRESET = "preset";
  private static final String POSTERIOR = "posterior";
  private static final String PRIOR = "prior";
  private static final String LIKELIHOOD = "likelihood";
  private static final List<String> WAYS = List.of(PRESET, POSTERIOR, PRIOR, LIKELIHOOD);
  private static final List<String> PRESETS = List.of("none", PRIOR, LIKELIHOOD);

  /** The iterations of a stage where nothing else is said. */
  private static final int DEFAULT_ITERATIONS = 5;

  private static final int MOST_ITERATIONS = 100_000;

  /** No weights. */
  static final AnnealingConfig NONE = new AnnealingConfig(Annealing.NONE, "none");

  /** Whether there are no weights. */
  boolean isNone() {
    return schedule.length() == 0;
  }

  /**
   * Reads the key: the name of a preset, or a section.
   *
   * @param training the section that it is in
   * @throws JobException if it is neither, or a value is out of range
   */
  static AnnealingConfig of(Section training) {
    if (!training.has(KEY)) {
      return NONE;
    }
    if (!training.isSection(KEY)) {
      return preset(training);
    }
    Section section =
        training.inner(KEY, List.of(PRESET, POSTERIOR, PRIOR, LIKELIHOOD, ITERATIONS));
    String part = only(training, section);
    if (part.equals(PRESET)) {
      return preset(section.choice(PRESET, PRESETS, List.of()), iterations(section));
    }
    return section.isSection(part) ? rule(section, part) : stages(section, part);
  }

  /** The one key of a section that says what the weights are. */
  private static String only(Section training, Section section) {
    List<String> given = WAYS.stream().filter(section::has).toList();
    if (given.size() != 1) {
      throw JobException.usage(
          training.path(KEY)
              + ": must have exactly one of "
              + String.join(", ", WAYS)
              + " but has "
              + (given.isEmpty() ? "none" : String.join(", ", given)));
    }
    return given.get(0);
  }

  private static int iterations(Section section) {
    return section.has(ITERATIONS)
        ? (int) section.integer(ITERATIONS, 1, MOST_ITERATIONS)
        : DEFAULT_ITERATIONS;
  }

  /** What is no section is the name of a preset. */
  private static AnnealingConfig preset(Section training) {
    List<String> words = training.texts(KEY);
    if (words.size() != 1 || !PRESETS.contains(words.get(0))) {
      String was = String.join(", ", words);
      throw JobException.usage(
          training.path(KEY)
              + ": must be one of "
              + String.join(", ", PRESETS)
              + ", or a section, e.g. { prior = [4, 3, 2], iterations = 5 }, but was "
              + was
              + NearestName.hint(was, PRESETS));
    }
    return preset(words.get(0), DEFAULT_ITERATIONS);
  }

  private static AnnealingConfig preset(String word, int iterations) {
    return switch (word) {
      case PRIOR -> stages(word, Annealing.prior(iterations));
      case LIKELIHOOD -> stages(word, Annealing.likelihood(iterations));
      default -> NONE;
    };
  }

  private static AnnealingConfig stages(Section section, String part) {
    List<String> texts = section.texts(part);
    double[] weights = texts.stream().mapToDouble(AnnealingConfig::weight).toArray();
    for (double weight : weights) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw notWeights(section, part, texts);
      }
    }
    if (weights.length == 0) {
      throw notWeights(section, part, texts);
    }
    return stages(part, Annealing.of(weights(part), iterations(section), weights));
  }

  private static JobException notWeights(Section section, String part, List<String> texts) {
    return JobException.usage(
        section.path(part)
            + ": must be numbers > 0, e.g. [4, 3, 2], or a rule, e.g. { from = 4, to = 1 }, but was "
            + texts);
  }

  /** NaN where it is no number. */
  private static double weight(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static AnnealingConfig rule(Section section, String part) {
    Section rule = section.inner(part, List.of("from", "to"));
    double from = positive(rule, "from");
    double to = positive(rule, "to");
    if (!section.has(ITERATIONS)) {
      throw JobException.usage(
          section.path(ITERATIONS)
              + ": must be set, the number of iterations from "
              + plain(from)
              + " to "
              + plain(to));
    }
    int iterations = iterations(section);
    return new AnnealingConfig(
        Annealing.linear(weights(part), from, to, iterations),
        Numbers.format(
            "%s from %s to %s in %s",
            part, plain(from), plain(to), Numbers.count(iterations, "iteration")));
  }

  private static double positive(Section rule, String key) {
    if (!rule.has(key)) {
      throw JobException.usage(rule.path(key) + ": must be set");
    }
    double number = rule.number(key, Double.POSITIVE_INFINITY);
    if (!(number > 0)) {
      throw JobException.usage(rule.path(key) + ": must be > 0 but was " + number);
    }
    return number;
  }

  private static DoubleFunction<EntropyWeights> weights(String part) {
    return switch (part) {
      case POSTERIOR -> Annealing::ofPosterior;
      case PRIOR -> Annealing::ofPrior;
      default -> Annealing::ofLikelihood;
    };
  }

  private static AnnealingConfig stages(String part, Annealing schedule) {
    String weights =
        schedule.stages().stream()
            .map(stage -> stage.posterior() * stage.prior() * stage.likelihood())
            .map(AnnealingConfig::plain)
            .collect(Collectors.joining(", "));
    return new AnnealingConfig(
        schedule,
        Numbers.format(
            "%s %s, %s each", part, weights, Numbers.count(schedule.iterations(), "iteration")));
  }

  /** Four digits, no zeros at the end. */
  private static String plain(double number) {
    return new BigDecimal(Numbers.format("%.4g", number)).stripTrailingZeros().toPlainString();
  }
}
