package io.entrosum.spark.job;

import io.entrosum.model.LatentModel;
import io.entrosum.train.TrainingListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Stops a command from outside: on SIGTERM and SIGINT, through a shutdown hook that runs before
 * Spark's, cancels the running job and waits until the command has cleaned up behind itself.
 */
final class Cancellation implements TrainingListener {
  private static final int BEFORE_SPARK =
      100; // Spark's hooks have 40 and 50, those of file systems 10
  private static final long SECONDS = 25;

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile @Nullable SparkSession session;
  private volatile String left = "nothing was written";

  /** Whether the command is to stop. */
  boolean requested() {
    return requested;
  }

  @Override
  public void started(int restart, LatentModel<?> initial) {
    check();
  }

  /** Makes signals end the command in good order. */
  void onSignals() {
    ShutdownHookManager.get().addShutdownHook(this::stop, BEFORE_SPARK, SECONDS, TimeUnit.SECONDS);
  }

  private void stop() {
    try {
      for (int i = 0; i < 2 * SECONDS - 2 && finished.getCount() > 0; i++) {
        request();
        finished.await(500, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the command to stop, and cancels the jobs that run now; returns at once. */
  void request() {
    requested = true;
    SparkSession running = session;
    if (running != null && !running.sparkContext().isStopped()) {
      running.sparkContext().setLogLevel("OFF"); // cancelled tasks are no news
      running.sparkContext().cancelAllJobs();
    }
  }

  /** The session whose jobs are to be cancelled. */
  void watch(SparkSession running) {
    session = running;
    check();
  }

  /** Whether there was a session. */
  boolean hasWatched() {
    return session != null;
  }

  /** The command is over, and everything it leaves behind is in order. */
  void finished() {
    finished.countDown();
  }

  /** Says what the command leaves behind. */
  void left(String what) {
    left = what;
  }

  /** How the command ends that was stopped. */
  JobException stopped() {
    return new JobException(ExitCode.TERMINATED, "stopped before the end; " + left);
  }

  /** Ends the command if it is to stop. */
  void check() {
    if (requested) {
      throw stopped();
    }
  }
}
