package io.entrosum.spark.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What all commands share: the configuration, and the way it is given. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisHeading = "",
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nArguments:%n",
    sortOptions = false)
abstract class JobCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration in HOCON or JSON, on any file system")
  private @Nullable String configFile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the configuration; any number of times")
  private List<String> assignments = List.of();

  @Option(names = "--verbose", description = "show the stack trace of an error")
  boolean verbose;

  /** The name of the command. */
  abstract String name();

  /** Assignments that the command's own options stand for. */
  List<String> ownAssignments() {
    return List.of();
  }

  /** Runs the command; anything but success is an exception. */
  abstract void run(JobContext context);

  @Override
  public final Integer call() {
    List<String> all = new java.util.ArrayList<>(assignments);
    all.addAll(ownAssignments());
    JobConfig config = JobConfig.read(configFile, all, JobContext.hadoop(Map.of()));
    try (JobContext context = new JobContext(name(), config, main.streams())) {
      run(context);
    }
    return ExitCode.DONE.number();
  }
}
