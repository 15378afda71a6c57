package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.init.AmortisedCodingSpec;
import io.entrosum.init.InitMode;
import io.entrosum.vae.Activation;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmortisedCodingConfigTest {
  private static ModelConfig set(String... assignments) {
    List<String> all =
        new ArrayList<>(List.of("model.type=sparse-coding", "model.latent-dimensions=30"));
    all.addAll(List.of(assignments));
    return JobConfig.read(null, all, new Configuration()).model();
  }

  private static AmortisedCodingConfig amortised(String... assignments) {
    List<String> all = new ArrayList<>(List.of("model.posterior=amortised"));
    all.addAll(List.of(assignments));
    return (AmortisedCodingConfig) set(all.toArray(new String[0]));
  }

  @Test
  void defaultsAreThoseOfTheLibrary() {
    assertThat(amortised().spec())
        .isEqualTo(AmortisedCodingSpec.of(30, Network.of(Activation.RELU), 0));
    assertThat(amortised().init()).isEqualTo(InitMode.RANDOM);
  }

  @Test
  void everyKeyCanBeSet() {
    AmortisedCodingConfig config =
        amortised(
            "model.posterior-rank=5",
            "model.encoder.layers=[50, 50]",
            "model.encoder.activation=tanh",
            "model.encoder.residual=true",
            "training.steps=synchronous",
            "training.batch-rows=512",
            "training.learning-rate=0.01",
            "training.restarts=3",
            "training.seed=9");
    Network encoder = new Network(List.of(50, 50), Activation.TANH, true, Activation.NONE);
    assertThat(config.spec())
        .isEqualTo(
            AmortisedCodingSpec.of(30, encoder, 5)
                .with(new LearningSettings(LearningSettings.Steps.SYNCHRONOUS, 512, .01, 1, 9))
                .withRestarts(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.method=columns",
        "model.noise-floor=1e-3",
        "training.posterior-steps=5",
        "training.posterior-tolerance=1e-7",
        "training.dead-latents=reseed",
        "training.annealing=prior"
      })
  void keysOfASearchAreRefused(String assignment) {
    String key = assignment.substring(0, assignment.indexOf('='));
    assertThatThrownBy(() -> amortised(assignment))
        .isInstanceOf(JobException.class)
        .hasMessage(
            key + ": means nothing for model.posterior = amortised (only for full and diagonal)");
  }

  @ParameterizedTest
  @CsvSource({
    "model.encoder.layers=[5], model.encoder",
    "model.posterior-rank=2, model.posterior-rank",
    "training.steps=local, training.steps",
    "training.batch-rows=10, training.batch-rows",
    "training.learning-rate=0.1, training.learning-rate"
  })
  void keysOfANetworkAreRefusedWithoutOne(String assignment, String key) {
    assertThatThrownBy(() -> set(assignment))
        .isInstanceOf(JobException.class)
        .hasMessage(key + ": means nothing for model.posterior = full (only for amortised)");
  }

  @Test
  void otherErrorsNameTheKey() {
    assertThatThrownBy(() -> amortised("model.posterior-rank=31"))
        .isInstanceOf(JobException.class)
        .hasMessage("model.posterior-rank: must be >= 0 and <= 30 but was 31");
    assertThatThrownBy(() -> amortised("model.decoder.layers=[3]"))
        .isInstanceOf(JobException.class)
        .hasMessage("model.decoder: means nothing for type = sparse-coding (only for vae)");
    assertThatThrownBy(() -> amortised("training.samples=3"))
        .isInstanceOf(JobException.class)
        .hasMessage("training.samples: means nothing for type = sparse-coding (only for vae)");
    assertThatThrownBy(() -> set("model.posterior=amortized"))
        .isInstanceOf(JobException.class)
        .hasMessageContaining("model.posterior: must be one of")
        .hasMessageContaining("amortised");
  }
}
