package io.entrosum.spark.job;

import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.spark.storage.OutputInUseException;
import io.entrosum.spark.storage.RunFolder;
import org.jspecify.annotations.Nullable;

/** The output of a command that writes rows: nobody else writes there meanwhile. */
final class RowOutput implements AutoCloseable {
  private final JobContext context;
  private final RunFolder beside;
  private final OutputFolder folder;

  private RowOutput(JobContext context, RunFolder beside, OutputFolder folder) {
    this.context = context;
    this.beside = beside;
    this.folder = folder;
  }

  /**
   * Opens the output of the configuration.
   *
   * @param model that the command reads, or null
   * @throws JobException if the output has in it what the command reads
   * @throws OutputInUseException if another run writes there
   */
  static RowOutput open(JobContext context, @Nullable String model) {
    OverwrittenPaths.refuse(context, model);
    OutputConfig config = context.config().output();
    String target = config.requirePath();
    OutputFolder.check(target, config.mode(), context.hadoop());
    RunFolder beside = RunFolder.open(target, "output.path", context.hadoop());
    try {
      OutputFolder folder = OutputFolder.open(target, config.mode(), context.hadoop());
      return new RowOutput(context, beside, folder);
    } catch (RuntimeException e) {
      beside.close();
      throw e;
    }
  }

  OutputFolder folder() {
    return folder;
  }

  /** Gives the folder its name, unless the command is to stop. */
  void publish() {
    context.cancellation().check();
    beside.check();
    folder.publish();
  }

  @Override
  public void close() {
    try {
      folder.close();
    } finally {
      beside.close();
    }
  }
}
