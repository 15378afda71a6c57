package io.entrosum.spark.job;

import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.init.InitMode;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.SparseCodingModel;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The section {@code model} of sparse coding, and what only it has in the section {@code training}.
 *
 * @param latentDimensions the number H of latents, 0 where that is left to {@code select}
 * @param posterior the family of posteriors
 * @param method how the dictionary is improved
 * @param noiseFloor the least noise variance, relative to the mean square of the columns
 * @param init where training starts
 * @param limits of the search for posteriors in a pass
 * @param deadLatents what is done about latents that no row uses
 * @param annealing of the first iterations
 */
record SparseCodingConfig(
    int latentDimensions,
    PosteriorType posterior,
    DictionaryMethod method,
    double noiseFloor,
    Init init,
    SearchLimits limits,
    SparseCodingSpec.DeadLatents deadLatents,
    AnnealingConfig annealing)
    implements ModelConfig {
  static final ModelType SPARSE_CODING =
      new ModelType(
          SparseCodingModel.TYPE,
          Set.of(
              "model.latent-dimensions",
              "model.posterior",
              "model.method",
              "model.noise-floor",
              "model.encoder",
              "model.posterior-rank",
              "training.posterior-steps",
              "training.posterior-tolerance",
              "training.dead-latents",
              "training.annealing",
              "training.steps",
              "training.batch-rows",
              "training.learning-rate"),
          SparseCodingConfig::read);

  /** The keys of a search for the posterior of each row, which a network spares. */
  private static final List<String> SEARCHED =
      List.of(
          "model.method",
          "model.noise-floor",
          "training.posterior-steps",
          "training.posterior-tolerance",
          "training.dead-latents",
          "training.annealing");

  /** The keys of a network that gives posteriors. */
  private static final List<String> AMORTISED =
      List.of(
          "model.encoder",
          "model.posterior-rank",
          "training.steps",
          "training.batch-rows",
          "training.learning-rate");

  /** Where training starts. */
  enum Init {
    /** Directions drawn uniformly. */
    RANDOM,
    /** Rows drawn from the data. */
    ROWS,
    /** A given model. */
    MODEL;

    /** The name in configurations. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The same for all types of models. */
    InitMode mode() {
      return this == MODEL ? InitMode.MODEL : InitMode.RANDOM;
    }
  }

  /** Posteriors are sought, or those of a network. */
  private static ModelConfig read(Section section, Settings settings) {
    String posterior =
        section.has("posterior")
            ? section.choice(
                "posterior",
                List.of(
                    PosteriorType.FULL.label(),
                    PosteriorType.DIAGONAL.label(),
                    AmortisedCodingModel.POSTERIOR),
                List.of())
            : PosteriorType.FULL.label();
    boolean amortised = posterior.equals(AmortisedCodingModel.POSTERIOR);
    for (String path : amortised ? SEARCHED : AMORTISED) {
      if (settings.gives(path)) {
        throw JobException.usage(
            path
                + ": means nothing for model.posterior = "
                + posterior
                + (amortised ? " (only for full and diagonal)" : " (only for amortised)"));
      }
    }
    return amortised ? AmortisedCodingConfig.of(section, settings) : of(section, settings);
  }

  static SparseCodingConfig of(Section section, Settings settings) {
    Section training = settings.section("training");
    SparseCodingConfig config =
        new SparseCodingConfig(
            LatentDimensions.of(section, settings),
            section.has("posterior")
                ? section.choice("posterior", PosteriorType.values(), PosteriorType::label)
                : PosteriorType.FULL,
            settings.gives("model.method")
                ? section.choice("method", DictionaryMethod.values(), DictionaryMethod::label)
                : DictionaryMethod.QUASI_NEWTON,
            section.has("noise-floor")
                ? section.number("noise-floor", 1)
                : SparseCodingSpec.DEFAULT_NOISE_FLOOR,
            settings.gives("training.init")
                ? training.choice("init", Init.values(), Init::label)
                : Init.RANDOM,
            SearchLimits.training(
                (int) training.integer("posterior-steps", 1, 1000),
                training.number("posterior-tolerance", Double.POSITIVE_INFINITY)),
            training.choice(
                "dead-latents",
                SparseCodingSpec.DeadLatents.values(),
                SparseCodingSpec.DeadLatents::label),
            AnnealingConfig.of(training));
    config.checkAnnealing();
    return config;
  }

  private void checkAnnealing() {
    if (!method.anneals() && !annealing.isNone()) {
      throw JobException.usage(
          "training.annealing: must be none for model.method = least-squares, which maximises no"
              + " weighted bound, but was "
              + annealing.text()
              + " (model.method = quasi-newton or columns)");
    }
  }

  @Override
  public String type() {
    return SPARSE_CODING.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return SparseCodingJob.checked(context, this);
  }

  @Override
  public InitMode init(Section training) {
    return init.mode();
  }

  @Override
  public String initLabel(Section training) {
    return init.label();
  }

  @Override
  public String startText(TrainingConfig training) {
    return Numbers.format(
        "init %s, %s, ", init.label(), Numbers.count(training.restarts(), "start"));
  }

  /** What to train, with a number of latents. */
  SparseCodingSpec spec(int latents, int restarts, long seed) {
    return new SparseCodingSpec(
        latents,
        posterior,
        method,
        init == Init.ROWS ? SparseCodingSpec.Start.ROWS : SparseCodingSpec.Start.RANDOM,
        annealing.schedule(),
        limits,
        noiseFloor,
        deadLatents,
        restarts,
        seed);
  }
}
