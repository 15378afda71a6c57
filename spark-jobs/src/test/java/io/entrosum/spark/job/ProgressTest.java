package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.data.Block;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.GaussianMixtureTraining;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static String progress(Progress.Style style) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    double[][] rows = {{1}, {2}, {4}, {8}, {9}};
    new GaussianMixtureTraining(
            GaussianMixtureSpec.of(1),
            new StoppingRule(10, 1e-6),
            1,
            List.of(new Progress(err, 10, 1, style)))
        .run(new LocalPass(List.of(Block.ofRows(rows))));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** The bound of one Gaussian: -(1 + ln(2 pi v)) / 2 with the variance v = 10.16 of the rows. */
  @Test
  void aLineAnIteration() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(progress(Progress.Style.LINES).lines())
          .allSatisfy(
              line ->
                  assertThat(line)
                      .matches(
                          "iteration +\\d+  bound -2\\.578168  change +(\\S+)?  entropies 0\\.0000"
                              + " - -?0\\.0000 - 2\\.5782  gap \\S+  \\d+\\.\\d\\d s"))
          .hasSize(2);
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Starts that share passes take turns, so each line says whose it is. */
  @Test
  void linesOfStartsThatShareTheirPasses() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    double[][] rows = {{1, 2}, {-2, 1}, {4, 0}, {-8, 3}, {9, -1}};
    SparseCodingTraining.of(
            SparseCodingSpec.of(1).withStarts(2, 1),
            new StoppingRule(3, 0),
            List.of(new Progress(err, 3, 2, Progress.Style.LINES)))
        .run(new LocalPass(List.of(Block.ofRows(rows))));
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line).matches("start [12] of 2: iteration +[123]  bound .*"));
    assertThat(lines.get(0)).startsWith("start 1 of 2: iteration   1  bound ");
    assertThat(lines.get(1)).startsWith("start 2 of 2: iteration   1  bound ");
  }

  @Test
  void aBarIsOneLineThatIsRewritten() {
    String progress = progress(Progress.Style.BAR);
    assertThat(progress.lines().toList().get(0)).isEmpty(); // from the first carriage return
    assertThat(progress)
        .startsWith("\r[=           ] 1/10  bound -2.578168  gap ")
        .contains("\r[==          ] 2/10  bound ")
        .containsPattern("  gap \\d\\S*  [0-9.]+[kM]? rows/s  <\\d+ s left\u001b")
        .doesNotContain("\u001b[32m")
        .endsWith("\u001b[K" + System.lineSeparator())
        .containsOnlyOnce("\n");
  }

  @Test
  void aBarMayHaveColour() {
    assertThat(progress(Progress.Style.COLOUR_BAR))
        .startsWith("\r[\u001b[32m=\u001b[0m           ] 1/10  bound");
  }

  /** A line that wraps could not be rewritten; the label of this one takes all the room. */
  @Test
  void aBarIsNeverWiderThanATerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new GaussianMixtureTraining(
            GaussianMixtureSpec.of(1),
            new StoppingRule(1, 1e-6),
            1,
            List.of(new Progress(err, 1, 1, Progress.Style.BAR).of("x".repeat(300))))
        .run(new LocalPass(List.of(Block.ofRows(new double[][] {{1}, {2}}))));
    String line = bytes.toString(StandardCharsets.UTF_8).split("\r|\u001b", -1)[1];
    String columns = System.getenv("COLUMNS");
    int width = columns == null ? 80 : Math.max(20, Integer.parseInt(columns));
    assertThat(line).hasSize(width - 1);
  }

  @Test
  void numbersForProgressAreShort() {
    assertThat(Numbers.rounded(853.2)).isEqualTo("853");
    assertThat(Numbers.rounded(2412)).isEqualTo("2.4k");
    assertThat(Numbers.rounded(31_400_000)).isEqualTo("31M");
    assertThat(Numbers.rounded(999_700)).isEqualTo("1.0M");
    assertThat(Numbers.duration(.2)).isEqualTo("1 s");
    assertThat(Numbers.duration(601)).isEqualTo("11 min");
    assertThat(Numbers.duration(12_600)).isEqualTo("3.5 h");
    assertThat(Numbers.bar(.5, 4)).isEqualTo("##  ");
    assertThat(Numbers.bar(Double.NaN, 2)).isEqualTo("  ");
  }
}
