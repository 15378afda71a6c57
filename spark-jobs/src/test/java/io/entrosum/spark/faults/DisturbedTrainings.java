package io.entrosum.spark.faults;

import io.entrosum.spark.faults.DisturbedPass.Fault;
import org.apache.spark.sql.SparkSession;

/**
 * A driver that trains undisturbed, with tasks that fail, and with executors that are killed, on
 * executors that are processes.
 *
 * <p>Arguments: how many executors to kill in each training, and a seed.
 */
final class DisturbedTrainings {
  private DisturbedTrainings() {}

  public static void main(String[] args) throws Exception {
    SparkSession session =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("disturbed trainings")
            .getOrCreate();
    Trainings trainings = new Trainings(session);
    for (FaultTraining training : FaultTraining.values()) {
      disturb(trainings, training, Integer.parseInt(args[0]), Long.parseLong(args[1]));
    }
    session.stop();
  }

  private static void disturb(Trainings trainings, FaultTraining training, int kills, long seed)
      throws InterruptedException {
    TaskWatch watch = trainings.watch();
    int failed = watch.failed();
    trainings.train(training, Fault.FAIL_ONCE, "retried");
    Trainings.print(training, "failed-tasks", watch.failed() - failed);

    int jobs = watch.jobs();
    long start = System.nanoTime();
    trainings.train(training, Fault.NONE, "undisturbed");
    double milliseconds = (System.nanoTime() - start) * 1e-6;
    jobs = watch.jobs() - jobs;
    Trainings.print(training, "jobs", jobs);
    Trainings.print(training, "milliseconds", Math.round(milliseconds));

    int lost = watch.lost();
    ExecutorKiller killer =
        new ExecutorKiller(
            watch, seed + training.name().hashCode(), kills, jobs, milliseconds / jobs);
    killer.start();
    trainings.train(training, Fault.NONE, "killed");
    killer.interrupt();
    killer.join();
    Trainings.print(training, "kills", killer.landed());
    Trainings.print(training, "lost-tasks", watch.lost() - lost);
  }
}
