package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.init.InitMode;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.train.Annealing;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparseCodingConfigTest {
  private static JobConfig set(String... assignments) {
    List<String> all =
        new ArrayList<>(List.of("model.type=sparse-coding", "model.latent-dimensions=30"));
    all.addAll(List.of(assignments));
    return JobConfig.read(null, all, new Configuration());
  }

  private static SparseCodingConfig coding(String... assignments) {
    return (SparseCodingConfig) set(assignments).model();
  }

  @Test
  void defaultsAreThoseOfTheLibrary() {
    assertThat(coding().spec(30, 1, 1)).isEqualTo(SparseCodingSpec.of(30));
    assertThat(set().training().init()).isEqualTo(InitMode.RANDOM);
    assertThat(set().score().codes()).isEqualTo(ScoreConfig.Codes.MEAN);
  }

  @Test
  void everyKeyCanBeSet() {
    SparseCodingConfig config =
        coding(
            "model.posterior=diagonal",
            "model.noise-floor=0.01",
            "model.method=columns",
            "training.init=rows",
            "training.posterior-steps=5",
            "training.posterior-tolerance=1e-7",
            "training.dead-latents=reseed",
            "training.annealing=prior");
    assertThat(config.spec(30, 4, 9))
        .isEqualTo(
            new SparseCodingSpec(
                30,
                PosteriorType.DIAGONAL,
                DictionaryMethod.COLUMNS,
                SparseCodingSpec.Start.ROWS,
                Annealing.prior(5),
                new SearchLimits(5, 30, 1e-7),
                .01,
                SparseCodingSpec.DeadLatents.RESEED,
                4,
                9));
    assertThat(config.init().mode()).isEqualTo(InitMode.RANDOM);
    assertThat(coding("model.method=least-squares").method())
        .isEqualTo(DictionaryMethod.LEAST_SQUARES);
  }

  @Test
  void moreStepsThanColdOnesAreColdStepsToo() {
    assertThat(coding("training.posterior-steps=50").spec(1, 1, 1).limits().coldSteps())
        .isEqualTo(50);
  }

  @Test
  void aModelToStartFromIsNamed() {
    TrainingConfig training = set("training.init=model", "training.initial-model=m").training();
    assertThat(training.init()).isEqualTo(InitMode.MODEL);
    assertThat(training.initialModel()).isEqualTo("m");
  }

  @Test
  void latentDimensionsMayBeLeftToSelect() {
    JobConfig config =
        JobConfig.read(
            null,
            List.of("model.type=sparse-coding", "select.latent-dimensions=[4, 8]"),
            new Configuration());
    int own = ((SparseCodingConfig) config.model()).latentDimensions();
    assertThat(own).isZero();
    assertThat(config.select().latentCandidates(own)).containsExactly(4, 8);
  }

  @Test
  void annealingIsAPresetOrWeightsOrARule() {
    assertThat(coding("training.annealing=none").annealing()).isEqualTo(AnnealingConfig.NONE);
    assertThat(coding("training.annealing=null").annealing()).isEqualTo(AnnealingConfig.NONE);
    assertThat(schedule("prior")).isEqualTo(Annealing.prior(5));
    assertThat(schedule("{preset=likelihood}")).isEqualTo(Annealing.likelihood(5));
    assertThat(schedule("{preset=prior, iterations=2}")).isEqualTo(Annealing.prior(2));
    assertThat(schedule("{prior=[10, 8.5, 2]}"))
        .isEqualTo(Annealing.of(Annealing::ofPrior, 5, 10, 8.5, 2));
    assertThat(schedule("{likelihood=0.5, iterations=3}"))
        .isEqualTo(Annealing.of(Annealing::ofLikelihood, 3, .5));
    assertThat(schedule("{posterior=[2], iterations=1}"))
        .isEqualTo(new Annealing(List.of(new EntropyWeights(2, 1, 1)), 1));
    Annealing rule = schedule("{prior={from=2, to=1}, iterations=4}");
    assertThat(rule).isEqualTo(Annealing.linear(Annealing::ofPrior, 2, 1, 4));
    assertThat(rule.weights(2)).isEqualTo(Annealing.ofPrior(1.75));
    assertThat(rule.length()).isEqualTo(4);
    assertThat(
            ((SparseCodingConfig)
                    set("training.annealing.prior=[3, 2]", "training.annealing.iterations=7")
                        .model())
                .annealing()
                .schedule()
                .length())
        .isEqualTo(14);
  }

  private static Annealing schedule(String annealing) {
    return coding("training.annealing=" + annealing).annealing().schedule();
  }

  @Test
  void annealingIsDescribed() {
    assertThat(coding("training.annealing=prior").annealing().text())
        .isEqualTo("prior 10, 8, 6, 4, 2, 5 iterations each");
    assertThat(
            coding("training.annealing={likelihood=[1e-3, 1000], iterations=1}").annealing().text())
        .isEqualTo("likelihood 0.001, 1000, 1 iteration each");
    assertThat(
            coding("training.annealing={prior={from=2, to=1}, iterations=200}").annealing().text())
        .isEqualTo("prior from 2 to 1 in 200 iterations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "model.posterior=ful | model.posterior: must be one of full, diagonal, amortised but was ful, did you"
            + " mean full?",
        "model.latent-dimensions=0 | model.latent-dimensions: must be >= 1 but was 0",
        "model.method=moments | model.method: must be one of quasi-newton, columns, least-squares"
            + " but was moments",
        "model.noise-floor=1 | model.noise-floor: must be >= 0 and < 1 but was 1",
        "model.covariance=full | model.covariance: means nothing for type = sparse-coding (only for mixture)",
        "model.components=3 | model.components: means nothing for type = sparse-coding (only for mixture, mixture-of-factor-analysers)",
        "model.noise=diagonal | model.noise: means nothing for type = sparse-coding (only for mixture-of-factor-analysers)",
        "model.rotation=varimax | model.rotation: means nothing for type = sparse-coding (only for ppca, factor-analysis)",
        "training.init=k-means++ | training.init: must be one of random, rows, model but was"
            + " k-means++",
        "training.init=model | training.initial-model: must be set for training.init = model",
        "training.initial-model=m | training.initial-model: needs training.init = model but was"
            + " random",
        "training.posterior-steps=0 | training.posterior-steps: must be >= 1 but was 0",
        "training.posterior-tolerance=-1 | training.posterior-tolerance: must be >= 0 but was -1",
        "training.dead-latents=reseeed | training.dead-latents: must be one of keep, reseed but was"
            + " reseeed, did you mean reseed?",
        "training.posterior-step=2 | training.posterior-step: unknown key, did you mean"
            + " training.posterior-steps? (keys of training: annealing, batch-rows, checkpoint-interval, dead-latents, init,"
            + " initial-model, learning-rate, max-iterations, posterior-steps, posterior-tolerance,"
            + " restarts, samples, seed, steps, tolerance)",
        "training.annealing=priour | training.annealing: must be one of none, prior, likelihood, or a"
            + " section, e.g. { prior = [4, 3, 2], iterations = 5 }, but was priour, did you mean"
            + " prior?",
        "training.annealing=[4, 2] | training.annealing: must be one of none, prior, likelihood, or a"
            + " section, e.g. { prior = [4, 3, 2], iterations = 5 }, but was 4, 2",
        "training.annealing={} | training.annealing: must have exactly one of preset, posterior,"
            + " prior, likelihood but has none",
        "training.annealing={prior=[2], likelihood=[0.5]} | training.annealing: must have exactly"
            + " one of preset, posterior, prior, likelihood but has prior, likelihood",
        "training.annealing={priors=[2]} | training.annealing.priors: unknown key, did you mean"
            + " training.annealing.prior? (keys of training.annealing: preset, posterior, prior,"
            + " likelihood, iterations)",
        "training.annealing={prior=[2, 0]} | training.annealing.prior: must be numbers > 0, e.g."
            + " [4, 3, 2], or a rule, e.g. { from = 4, to = 1 }, but was [2, 0]",
        "training.annealing={prior=[]} | training.annealing.prior: must be numbers > 0, e.g. [4, 3,"
            + " 2], or a rule, e.g. { from = 4, to = 1 }, but was []",
        "training.annealing={prior=[a]} | training.annealing.prior: must be numbers > 0, e.g. [4, 3,"
            + " 2], or a rule, e.g. { from = 4, to = 1 }, but was [a]",
        "training.annealing={prior=[2], iterations=0} | training.annealing.iterations: must be >= 1"
            + " but was 0",
        "training.annealing={prior={from=2, to=1}} | training.annealing.iterations: must be set, the"
            + " number of iterations from 2 to 1",
        "training.annealing={prior={from=2}, iterations=3} | training.annealing.prior.to: must be"
            + " set",
        "training.annealing={prior={from=0, to=1}, iterations=3} | training.annealing.prior.from:"
            + " must be > 0 but was 0.0",
        "training.annealing={prior={frm=2, to=1}} | training.annealing.prior.frm: unknown key, did"
            + " you mean training.annealing.prior.from? (keys of training.annealing.prior: from, to)",
        "training.annealing={preset=linear} | training.annealing.preset: must be one of none, prior,"
            + " likelihood but was linear",
        "score.codes=mode | score.codes: must be one of mean, map but was mode",
      })
  void mistakesGetOneLine(String assignment, String message) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOfSatisfying(
            JobException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
        .hasMessage(message);
  }

  @Test
  void leastSquaresAreRefusedWithWeights() {
    assertThatThrownBy(() -> set("model.method=least-squares", "training.annealing=prior"))
        .isInstanceOf(JobException.class)
        .hasMessage(
            "training.annealing: must be none for model.method = least-squares, which maximises no"
                + " weighted bound, but was prior 10, 8, 6, 4, 2, 5 iterations each (model.method ="
                + " quasi-newton or columns)");
  }

  @ParameterizedTest
  @CsvSource({
    "training.annealing=prior, training.annealing",
    "training.posterior-steps=3, training.posterior-steps",
    "training.posterior-tolerance=1e-5, training.posterior-tolerance",
    "training.dead-latents=keep, training.dead-latents"
  })
  void itsKeysMeanNothingForOtherTypes(String assignment, String key) {
    assertThatThrownBy(() -> JobConfig.read(null, List.of(assignment), new Configuration()))
        .isInstanceOf(JobException.class)
        .hasMessage(key + ": means nothing for type = mixture (only for sparse-coding)");
  }
}
