package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.TableSpec;
import io.entrosum.model.Mixture;
import io.entrosum.spark.FamilyChoice;
import io.entrosum.spark.GroupChoice;
import io.entrosum.spark.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code model} of a mixture.
 *
 * @param components the number K of components
 * @param covariance of the Gaussian columns, but for groups that have one of their own
 * @param covarianceFloor the least variance, relative to that of the data
 * @param parameterFloor bounds the parameters of other families
 * @param family of the columns that {@code families} does not name
 * @param families by column, as {@code poisson} or {@code binomial(trials=16)}
 * @param groups of Gaussian columns, by name
 * @param factors what components are, where they are factor analysers
 */
record MixtureConfig(
    int components,
    CovarianceType covariance,
    double covarianceFloor,
    double parameterFloor,
    String family,
    Map<String, String> families,
    List<GroupChoice> groups,
    @Nullable FactorShape factors)
    implements ModelConfig {
  static final ModelType MIXTURE =
      new ModelType(
          Mixture.TYPE,
          Set.of(
              "model.components",
              "model.covariance",
              "model.covariance-floor",
              "model.parameter-floor",
              "model.family",
              "model.columns",
              "model.groups"),
          (model, all) -> of(false, model, all));
  static final ModelType MIXTURE_OF_FACTOR_ANALYSERS =
      new ModelType(
          "mixture-of-factor-analysers",
          Set.of("model.components", "model.latent-dimensions", "model.noise", "model.noise-floor"),
          (model, all) -> of(true, model, all));

  private static MixtureConfig of(boolean analysers, Section section, Settings settings) {
    Map<String, String> families = new LinkedHashMap<>();
    section
        .children("columns")
        .forEach((column, value) -> families.put(column, family("model.columns." + column, value)));
    return new MixtureConfig(
        (int) section.integer("components", 1, Integer.MAX_VALUE),
        section.choice("covariance", CovarianceType.values(), CovarianceType::label),
        section.number("covariance-floor", 1),
        section.number("parameter-floor", .5),
        family("model.family", section.text("family")),
        families,
        groups(section),
        analysers ? FactorShape.of(section, settings) : null);
  }

  private static List<GroupChoice> groups(Section section) {
    List<GroupChoice> groups = new ArrayList<>();
    section
        .sections("groups", List.of("columns", "covariance"))
        .forEach(
            (name, group) ->
                groups.add(
                    new GroupChoice(
                        "model.groups." + name,
                        name,
                        group.texts("columns"),
                        group.has("covariance")
                            ? group.choice(
                                "covariance", CovarianceType.values(), CovarianceType::label)
                            : null)));
    try {
      GroupChoice.check(groups);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, Failure.firstLine(e), e);
    }
    return groups;
  }

  /** Refuses to train factor analysers without a number of factors. */
  void checkLatentDimensions() {
    if (factors != null) {
      LatentDimensions.check(factors.latentDimensions());
    }
  }

  @Override
  public String type() {
    return factors == null ? MIXTURE.name() : MIXTURE_OF_FACTOR_ANALYSERS.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return MixtureJob.checked(context, this);
  }

  @Override
  public void checkSelection(SelectConfig select, TrainingConfig training) {
    MixtureSelection.check(training);
    if (factors == null && !select.latentDimensions().isEmpty()) {
      throw JobException.usage("select.latent-dimensions: means nothing for type = mixture");
    }
    if (factors != null && !(select.covariances().isEmpty() && select.families().isEmpty())) {
      throw JobException.usage(
          "select.covariance, select.columns: mean nothing for type = " + type());
    }
  }

  @Override
  public String startText(TrainingConfig training) {
    return Numbers.format(
        "init %s, %s, ", training.init().label(), Numbers.count(training.restarts(), "start"));
  }

  /** The text of a family: a name, a name with its constant, or a section with both. */
  static String family(String key, Object value) {
    String text = String.valueOf(value);
    if (value instanceof Map<?, ?> map) {
      Object name = map.get("family");
      if (name == null || map.size() > 2) {
        throw JobException.usage(
            key + ": must be a family, or { family = NAME, CONSTANT = NUMBER }, but was " + map);
      }
      text = String.valueOf(name);
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        if (!"family".equals(entry.getKey())) {
          text += "(" + entry.getKey() + "=" + entry.getValue() + ")";
        }
      }
    }
    return checked(key, text.strip());
  }

  private static String checked(String key, String family) {
    try {
      return FamilyChoice.checked(key, family);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, Failure.firstLine(e), e);
    }
  }

  private FamilyChoice choice() {
    return new FamilyChoice(family, families, groups);
  }

  /** The columns of a schema that hold categories if they are features. */
  Set<String> categorical(StructType schema) {
    return factors == null ? choice().categorical(schema) : Set.of();
  }

  /**
   * The family of each single column.
   *
   * @param columns names of the single columns
   * @param categories of the categorical ones
   * @throws JobException if a family is given for a column that is no feature, or a group does not
   *     fit the columns
   */
  TableSpec table(List<String> columns, Map<String, Categories> categories) {
    Optional<String> unknown = choice().unknown(columns);
    if (unknown.isPresent()) {
      throw JobException.usage(
          "model.columns: no feature "
              + unknown.get()
              + NearestName.hint(unknown.get(), columns)
              + " (features: "
              + Numbers.names(columns, 12)
              + ")");
    }
    try {
      return choice().table(columns, categories, covariance, covarianceFloor, parameterFloor);
    } catch (IllegalArgumentException e) {
      throw new JobException(ExitCode.USAGE, Failure.firstLine(e), e);
    }
  }

  /** The same with what an initial model has. */
  MixtureConfig with(int otherComponents, CovarianceType otherCovariance) {
    return with(otherComponents, otherCovariance, families);
  }

  /** The same with other components, covariances and families. */
  MixtureConfig with(
      int otherComponents, CovarianceType otherCovariance, Map<String, String> otherFamilies) {
    return new MixtureConfig(
        otherComponents,
        otherCovariance,
        covarianceFloor,
        parameterFloor,
        family,
        otherFamilies,
        groups,
        factors);
  }

  /** The same with factor analysers of another number of factors as components. */
  MixtureConfig with(FactorShape otherFactors) {
    return new MixtureConfig(
        components,
        covariance,
        covarianceFloor,
        parameterFloor,
        family,
        families,
        groups,
        otherFactors);
  }

  /** The same with other groups. */
  MixtureConfig with(List<GroupChoice> otherGroups) {
    return new MixtureConfig(
        components,
        covariance,
        covarianceFloor,
        parameterFloor,
        family,
        families,
        otherGroups,
        factors);
  }
}
