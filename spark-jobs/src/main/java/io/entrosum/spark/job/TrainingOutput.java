package io.entrosum.spark.job;

import io.entrosum.io.InvalidModelException;
import io.entrosum.spark.storage.CheckpointRefusedException;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelStorage;
import io.entrosum.spark.storage.OutputExistsException;
import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.spark.storage.RunFolder;
import io.entrosum.spark.storage.StorageException;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The output of a command that trains: nobody else writes it meanwhile, what was reached is kept in
 * checkpoints, and the model is there when it is complete.
 */
final class TrainingOutput {
  private final JobContext context;
  private final String target;
  private final OutputFolder.Mode mode;
  private final boolean force;

  /** What this run is, for those who find what it left. */
  private final SortedMap<String, String> run;

  /**
   * The output that the configuration names.
   *
   * @param force see {@link Checkpoints}
   * @throws JobException if it names none
   */
  TrainingOutput(JobContext context, boolean force) {
    OutputConfig output = context.config().output();
    this.context = context;
    this.target = output.requirePath();
    this.mode = output.mode();
    this.force = force;
    this.run = Checkpoints.settings(context);
  }

  /**
   * Whether the output is there already, complete, and that is as it should be.
   *
   * @throws OutputExistsException if something is there that must not be replaced
   */
  boolean isComplete() {
    if (mode == OutputFolder.Mode.RESUME && FileSystems.exists(target, context.hadoop())) {
      try {
        ModelStorage.load(target, context.hadoop());
        if (isBeingReplaced()) {
          context.say(target + " is complete, but is being replaced by a run that was interrupted");
          return false;
        }
        tidy();
        return true;
      } catch (InvalidModelException e) {
        return refuseOthers(e);
      }
    }
    OutputFolder.check(target, mode, run, context.hadoop());
    OverwrittenPaths.refuse(context, null);
    return false;
  }

  /** Whether an interrupted {@code overwrite} of what is there is to be gone on with. */
  private boolean isBeingReplaced() {
    return mode == OutputFolder.Mode.RESUME
        && RunFolder.isBeingReplaced(target, "output.path", context.hadoop());
  }

  /** What cannot be removed now is no reason to fail: there was nothing to do. */
  private void tidy() {
    try {
      RunFolder.tidyComplete(target, "output.path", context.hadoop());
    } catch (StorageException e) {
      context.warn(String.valueOf(e.getMessage()));
    }
  }

  private boolean refuseOthers(InvalidModelException why) {
    try {
      OutputFolder.check(target, mode, run, context.hadoop());
    } catch (OutputExistsException e) {
      context.warn("output.path: " + why.getMessage());
      throw e;
    }
    context.say(target + " has no model yet, and nothing that must stay");
    return false;
  }

  /**
   * Trains into the output.
   *
   * @param job gives the model and writes it; the folder is published afterwards
   */
  <T> T write(Function<OutputFolder, T> job) {
    try (RunFolder beside = RunFolder.open(target, "output.path", context.hadoop())) {
      OutputFolder.Mode how = isBeingReplaced() ? OutputFolder.Mode.OVERWRITE : mode;
      OutputFolder.check(target, how, run, context.hadoop()); // it may have come meanwhile
      boolean anew = isAnew(beside);
      if (!anew) {
        refuseNewer(beside);
      }
      context.keep(new Checkpoints(context, beside, force, anew));
      try (OutputFolder folder = OutputFolder.open(target, how, run, context.hadoop())) {
        if (how == OutputFolder.Mode.OVERWRITE) {
          beside.replaces();
        }
        T written = job.apply(folder);
        context.cancellation().check();
        beside.check();
        folder.publish();
        context.cancellation().left("the model is in " + target);
        tidy(beside);
        return written;
      } catch (Throwable e) { // Spark throws checked exceptions that nobody declares
        keepWhatWasReached(e);
        throw e;
      }
    }
  }

  /** What cannot be removed now is removed by the next run; the model is there. */
  private void tidy(RunFolder beside) {
    try {
      beside.clear();
    } catch (StorageException e) {
      context.warn(String.valueOf(e.getMessage()));
    }
  }

  /** Before anything is read. */
  private static void refuseNewer(RunFolder beside) {
    try {
      beside.newest(problem -> {});
    } catch (CheckpointRefusedException e) {
      throw new JobException(
          ExitCode.RESUME_REFUSED,
          "output.mode: resume: "
              + e.getMessage()
              + "; output.mode = overwrite begins anew, without it",
          e);
    }
  }

  /**
   * Whether checkpoints that are there are not to be gone on from. They stay until there are others
   * or a model: a mistake in the configuration does not cost them.
   */
  private boolean isAnew(RunFolder beside) {
    if (mode == OutputFolder.Mode.RESUME || !beside.hasCheckpoints()) {
      return false;
    }
    if (mode == OutputFolder.Mode.FAIL) {
      throw new JobException(
          ExitCode.OUTPUT_EXISTS,
          "output.path: "
              + target
              + ".run has checkpoints of a run that was interrupted (output.mode = resume goes on"
              + " from them, overwrite begins anew)");
    }
    context.say("beginning anew: new checkpoints replace those in " + target + ".run");
    return true;
  }

  /** A failure that is nobody's mistake, or a signal, costs nothing that was reached. */
  private void keepWhatWasReached(Throwable e) {
    if (context.cancellation().requested() || Failure.of(e).code() == ExitCode.UNEXPECTED) {
      try {
        context.checkpoints().interrupted();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
    }
  }
}
