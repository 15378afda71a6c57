package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.model.FactorModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Ten factors of the 1,797 images of digits, 64 pixels, three of which are always 0. */
final class DigitsFactorTest {
  private static Pass digits() throws IOException {
    Path file = Path.of("..", "conf", "examples", "data", "digits.csv.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      double[][] rows =
          lines
              .lines()
              .map(line -> Arrays.stream(line.split(",")).limit(64))
              .map(cells -> cells.mapToDouble(Double::parseDouble).toArray())
              .toArray(double[][]::new);
      return new LocalPass(List.of(Block.ofRows(rows)));
    }
  }

  private static TrainingResult<FactorModel> train(FactorSpec spec, StoppingRule rule)
      throws IOException {
    return FactorTraining.of(spec, rule, List.of())
        .run(digits(), FactorTraining.Holes.NONE)
        .result();
  }

  @Test
  void closedFormIsAnEntropySumAndEmAgreesWithIt() throws IOException {
    TrainingResult<FactorModel> closed = train(FactorSpec.ppca(10), new StoppingRule(200, 1e-6));
    double bound = closed.bound().bound();
    assertThat(closed.bound().entropySum()).isCloseTo(bound, within(1e-12 * Math.abs(bound)));
    TrainingResult<FactorModel> iterated =
        train(FactorSpec.ppca(10).with(FactorSpec.Method.PASSES), new StoppingRule(2000, 1e-13));
    assertThat(iterated.bound().bound()).isCloseTo(bound, within(1e-8));
    double scale = Arrays.stream(closed.model().loadings()).map(Math::abs).max().orElseThrow();
    assertThat(iterated.model().loadings())
        .containsExactly(closed.model().loadings(), within(1e-5 * scale));
  }

  @Test
  void factorAnalysisConverges() throws IOException {
    TrainingResult<FactorModel> result =
        train(FactorSpec.factorAnalysis(10), new StoppingRule(20000, 1e-6));
    assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(result.iterations()).isLessThan(200);
    assertThat(result.events())
        .singleElement()
        .matches(event -> event.kind() == ModelEvent.Kind.NOISE_FLOOR && event.count() == 3);
    // the floor of three constant columns is the gap, half a nat each
    assertThat(result.bound().gap()).isCloseTo(1.5, within(.01));
  }
}
