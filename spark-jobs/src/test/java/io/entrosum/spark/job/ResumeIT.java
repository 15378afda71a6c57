package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code output.mode = resume} makes of what it finds. */
class ResumeIT {
  @TempDir Path folder;

  private Path data;
  private Path target;

  @BeforeEach
  void data() {
    data = CommandRun.write(folder.resolve("in/data.csv"), TwoGroups.csv());
    target = folder.resolve("out/m");
  }

  private CommandRun train(String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("train"));
    for (String setting :
        List.of(
            "input.path=" + data,
            "input.options.header=true",
            "output.path=" + target,
            "output.mode=resume")) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  @Test
  void aPlainFileInPlaceIsCalledOne() throws IOException {
    CommandRun.write(target, "a file");
    CommandRun run = train();
    assertThat(run.err().lines())
        .containsExactly(
            "entrosum: warning: output.path: "
                + target
                + ": is a file, and a model is a folder or a file that ends in .safetensors (give"
                + " the output folder of a training)",
            "entrosum: output.path: "
                + target
                + " exists (choose another, or set output.mode to overwrite)");
    assertThat(run.code()).isEqualTo(5);
    assertThat(target).hasContent("a file");
  }
}
