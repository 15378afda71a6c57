package io.entrosum.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;
import io.entrosum.belief.BeliefPosterior;
import io.entrosum.model.SigmoidBeliefNetwork;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SigmoidBeliefFileTest {
  private static BeliefParameters layers() {
    return new BeliefParameters(
        List.of(
            new BeliefLayer(2, new double[] {1, -2, .5, 3, 1e-300, -0.0}, new double[] {-1, 0, 2}),
            new BeliefLayer(1, new double[] {4, -40}, new double[] {.1, .2}),
            new BeliefLayer(0, new double[0], new double[] {-.3})));
  }

  private static byte[] bytes(BeliefPosterior posterior) {
    return new ModelFile(
            new SigmoidBeliefNetwork(layers(), posterior), List.of("a", "b", "c"), Map.of())
        .toBytes();
  }

  @Test
  void everyBitComesBack() {
    for (BeliefPosterior posterior :
        List.of(BeliefPosterior.EXACT, BeliefPosterior.MEAN_FIELD, BeliefPosterior.truncated(17))) {
      byte[] bytes = bytes(posterior);
      ModelFile read = ModelFile.read(bytes, "test");
      SigmoidBeliefNetwork model = (SigmoidBeliefNetwork) read.model();
      assertThat(model.posterior()).isEqualTo(posterior);
      assertThat(model.coordinates()).isEqualTo(layers().coordinates());
      assertThat(model.layers().sizes()).containsExactly(2, 1);
      assertThat(read.toBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    String text = new String(bytes(BeliefPosterior.EXACT), StandardCharsets.ISO_8859_1);
    refused(text.replace("\"entrosum.layers\":\"2\"", "\"entrosum.layers\":\"3\""), "layer2");
    refused(
        text.replace("\"entrosum.layers\":\"2\"", "\"entrosum.layers\":\"0\""), "from 1 to 100");
    refused(
        text.replace("\"entrosum.posterior-states\":\"0\"", "\"entrosum.posterior-states\":\"7\""),
        "posterior-states: must be >= 1 for truncated posteriors, and 0 for others");
    refused(text.replace("\"exact\"", "\"exakt\""), "entrosum.posterior");
  }

  private static void refused(String text, String message) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ModelFile.read(bytes, "test"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
  }
}
