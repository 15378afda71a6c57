package io.entrosum.spark.job;

import io.entrosum.model.LatentModel;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;

/** Seconds of the phases of a training, restarts added up. */
final class Stopwatch implements TrainingListener {
  private final long start = System.nanoTime();
  private long mark = start;
  private double read;
  private double init;
  private double train;

  private double lap() {
    long now = System.nanoTime();
    double seconds = (now - mark) * 1e-9;
    mark = now;
    return seconds;
  }

  /** The data has been read. */
  void read() {
    read += lap();
  }

  @Override
  public void started(int restart, LatentModel<?> initial) {
    init += lap();
  }

  @Override
  public void stopped(TrainingResult<?> result) {
    train += lap();
  }

  /** The seconds until now. */
  Seconds seconds() {
    return new Seconds(read, init, train, (System.nanoTime() - start) * 1e-9);
  }

  /** Seconds of each phase, and of everything. */
  record Seconds(double read, double init, double train, double total) {}
}
