package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.storage.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code output.mode = overwrite} replaces, and what it does not cost. */
class OverwriteIT {
  @TempDir Path folder;

  private Path data;
  private Path target;

  @BeforeEach
  void data() {
    data = CommandRun.write(folder.resolve("in/data.csv"), TwoGroups.csv());
    target = folder.resolve("out/m");
  }

  private String[] train(String mode, int iterations, String... more) {
    List<String> args = new ArrayList<>(List.of("train"));
    for (String setting :
        List.of(
            "input.path=" + data,
            "input.options.header=true",
            "model.components=3",
            "training.tolerance=0",
            "training.max-iterations=" + iterations,
            "output.path=" + target,
            "output.mode=" + mode)) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** A command that is stopped, as by a signal, as soon as it has said something. */
  private static CommandRun stopped(String text, String... args) {
    Cancellation cancellation = new Cancellation();
    ByteArrayOutputStream said =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            if (toString(StandardCharsets.UTF_8).contains(text)) {
              cancellation.request();
            }
          }
        };
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code = Main.run(args, new JobContext.Streams(stream, stream, cancellation));
    return new CommandRun(code, "", said.toString(StandardCharsets.UTF_8));
  }

  /** Every file with its content. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private byte[] model() throws IOException {
    return Files.readAllBytes(target.resolve("model.safetensors"));
  }

  @Test
  void anInterruptedReplacementIsGoneOnWith() throws IOException {
    assertThat(CommandRun.of(train("fail", 40)).code()).isZero();
    byte[] undisturbed = model();
    assertThat(CommandRun.of(train("overwrite", 2)).code()).isZero();
    byte[] old = model();
    assertThat(old).isNotEqualTo(undisturbed);

    CommandRun stopped = stopped("iteration   3 ", train("overwrite", 40));
    assertThat(stopped.code()).as(stopped.err()).isEqualTo(143);
    assertThat(stopped.error()).contains("a checkpoint is in " + target + ".run");
    assertThat(model()).isEqualTo(old);
    CommandRun resumed = CommandRun.of(train("resume", 40));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.err())
        .contains(target + " is complete, but is being replaced by a run that was interrupted")
        .contains("going on from the checkpoint after ");
    assertThat(model()).isEqualTo(undisturbed);
    assertThat(CommandRun.of(train("resume", 40)).err()).contains("is complete; nothing to do");
    assertThat(target.resolveSibling("m.run")).doesNotExist();
  }

  /** Of another run than the interrupted one, or of one that has not come as far. */
  @Test
  void aModelIsCompleteWhereNothingReplacesIt() throws IOException {
    assertThat(CommandRun.of(train("fail", 2)).code()).isZero();
    String[] mistaken = train("overwrite", 40, "--set", "input.features=[c]");
    assertThat(CommandRun.of(mistaken).code()).isEqualTo(2);
    assertThat(target.resolveSibling("m.run")).doesNotExist();
    assertThat(CommandRun.of(train("resume", 2)).err()).contains("is complete; nothing to do");

    assertThat(stopped("iteration   3 ", train("overwrite", 40)).code()).isEqualTo(143);
    Map<String, String> before = files();
    CommandRun other = CommandRun.of(train("resume", 40, "--set", "model.covariance=diagonal"));
    assertThat(other.code()).isEqualTo(7);
    assertThat(other.error()).contains("model.covariance was \"full\" and is \"diagonal\"");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aMistakeCostsNoCheckpoint() throws IOException {
    assertThat(stopped("iteration   3 ", train("fail", 40)).code()).isEqualTo(143);
    Map<String, String> before = files();
    String[] mistaken = train("overwrite", 40, "--set", "input.features=[c]");
    assertThat(CommandRun.of(mistaken).code()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);

    CommandRun anew = CommandRun.of(train("overwrite", 4));
    assertThat(anew.code()).isZero();
    assertThat(anew.err())
        .contains("beginning anew: new checkpoints replace those in ")
        .contains("iteration   1 ")
        .doesNotContain("going on from");
    assertThat(target.resolveSibling("m.run")).doesNotExist();
  }

  private void refuses(String line, String... args) throws IOException {
    Map<String, String> before = files();
    CommandRun run = CommandRun.of(args);
    assertThat(run.error())
        .isEqualTo(
            "entrosum: output.path: "
                + line
                + " in it, which output.mode = overwrite would remove (give another output.path)");
    assertThat(run.code()).isEqualTo(2);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void whatIsReadIsNotOverwritten() throws IOException {
    assertThat(CommandRun.of(train("fail", 2)).code()).isZero();
    Path in = data.getParent();
    target = in;
    refuses(in + " has input.path = " + data, train("overwrite", 2));
    data = in.resolve("*.csv");
    refuses(in + " has input.path = " + data, train("overwrite", 2));
    data = in.resolveSibling("i?");
    refuses(in + " has input.path = " + data, train("overwrite", 2));

    data = in.resolve("data.csv");
    target = folder.resolve("out/m");
    String model = target.toString();
    for (Path output : List.of(target, target.getParent())) {
      refuses(
          output + " has the model = " + model,
          "score",
          "--model",
          model,
          "--set",
          "input.path=" + data,
          "--set",
          "input.options.header=true",
          "--set",
          "output.mode=overwrite",
          "--set",
          "output.path=" + output);
      refuses(
          output + " has the model = " + model,
          "generate",
          "--model",
          model,
          "--rows",
          "3",
          "--mode",
          "overwrite",
          "--output",
          output.toString());
    }
    // but a model may go on from itself
    String initial = "training.initial-model=" + model;
    String[] from = {"--set", initial, "--set", "training.init=model"};
    CommandRun on = CommandRun.of(train("overwrite", 2, from));
    assertThat(on.code()).as(on.err()).isZero();
    target = target.getParent();
    refuses(target + " has training.initial-model = " + model, train("overwrite", 2, from));
  }

  @Test
  void onlyOneRunWritesRows() throws IOException {
    String[] generate = {"generate", "blobs", "--rows", "3", "--output", target.toString()};
    try (RunFolder other = RunFolder.open(target.toString(), "output.path", new Configuration())) {
      CommandRun second = CommandRun.of(generate);
      assertThat(second.code()).isEqualTo(5);
      assertThat(second.error()).contains("output.path: " + target + " is being written by ");
      assertThat(target).doesNotExist();
      other.check();
    }
    assertThat(CommandRun.of(generate).code()).isZero();
    assertThat(target.getParent().toFile().list()).containsExactly("m");
  }
}
