package io.entrosum.spark.job;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = Main.NAME,
    description = "Trains probabilistic latent-variable models on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      ScoreCommand.class,
      EvaluateCommand.class,
      SelectCommand.class,
      InspectCommand.class,
      PublishCommand.class,
      ValidateCommand.class,
      GenerateCommand.class,
      PatchesCommand.class
    })
public final class Main implements Runnable {
  static final String NAME = "entrosum";

  private final JobContext.Streams streams;

  @Spec private CommandSpec spec;

  private Main(JobContext.Streams streams) {
    this.streams = streams;
  }

  /**
   * Runs a command as a process does.
   *
   * <p>The exit code is the command's. Where a cluster manager runs this as the driver, failure is
   * an exception.
   */
  public static void main(String[] args) {
    Cancellation cancellation = new Cancellation();
    cancellation.onSignals();
    writeUnicode();
    int code;
    try {
      code = run(args, new JobContext.Streams(System.out, System.err, cancellation));
    } finally {
      System.out.flush();
      cancellation.finished();
    }
    if (ClusterDriver.isThisProcess()) {
      ClusterDriver.end(code, cancellation.hasWatched());
    } else if (code != 0 || System.getProperty("SPARK_SUBMIT") == null) {
      System.exit(code);
    }
  }

  /**
   * What files, pipes and logs get is UTF-8, whatever the locale; so do terminals whose locale has
   * no more than ASCII, as in containers: they would show a question mark for a letter.
   */
  @SuppressWarnings("SystemConsoleNull") // there is one on a terminal
  private static void writeUnicode() {
    Console console = System.console();
    boolean isAscii = console != null && console.charset().equals(StandardCharsets.US_ASCII);
    if (isAscii || !Progress.Style.onTerminal()) {
      System.setOut(unicode(FileDescriptor.out));
      System.setErr(unicode(FileDescriptor.err));
    }
  }

  private static PrintStream unicode(FileDescriptor descriptor) {
    OutputStream bytes = new BufferedOutputStream(new FileOutputStream(descriptor), 1 << 13);
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  /**
   * Runs a command in this virtual machine.
   *
   * <p>A Spark session that is there is used and left running.
   *
   * @param out gets results
   * @param err gets progress, warnings and errors
   * @return the exit code
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    return run(args, new JobContext.Streams(out, err, new Cancellation()));
  }

  static int run(String[] args, JobContext.Streams streams) {
    CommandLine commandLine = new CommandLine(new Main(streams));
    commandLine.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpWidth(100);
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commandLine.setParameterExceptionHandler((e, unused) -> misused(e, streams));
    commandLine.setExecutionExceptionHandler((e, line, result) -> failed(e, result, streams));
    try {
      return commandLine.execute(args);
    } catch (Error e) { // picocli handles exceptions only
      return failed(e, commandLine.getParseResult(), streams);
    }
  }

  private static int misused(ParameterException e, JobContext.Streams streams) {
    String message = Failure.firstLine(e);
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    streams.err().println(NAME + ": " + message + " (see " + command + " --help)");
    return ExitCode.USAGE.number();
  }

  private static int failed(Throwable e, @Nullable ParseResult result, JobContext.Streams streams) {
    Failure failure = Failure.of(e);
    if (streams.cancellation().requested()) {
      failure = Failure.of(streams.cancellation().stopped()).because(e);
    }
    streams.err().println(NAME + ": " + failure.line());
    Object command =
        result != null && result.hasSubcommand()
            ? result.subcommand().commandSpec().userObject()
            : null;
    if (command instanceof JobCommand job && job.verbose) {
      e.printStackTrace(streams.err());
    }
    return failure.code().number();
  }

  JobContext.Streams streams() {
    return streams;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
