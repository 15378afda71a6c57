package io.entrosum.spark.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Kills executor processes of this driver, at random moments, while they run tasks. */
final class ExecutorKiller extends Thread {
  private static final String BACKEND = "org.apache.spark.executor.CoarseGrainedExecutorBackend";
  private static final long PATIENCE = 20_000;

  private final TaskWatch watch;
  private final SplittableRandom random;
  private final List<Integer> when;
  private final double jobMilliseconds;
  private int landed;

  /**
   * Kills that will be.
   *
   * @param kills at least how many executors to kill
   * @param jobs that there will be; the kills are spread over the first nine tenths of them
   * @param jobMilliseconds what a job takes
   */
  ExecutorKiller(TaskWatch watch, long seed, int kills, int jobs, double jobMilliseconds) {
    super("kills");
    setDaemon(true);
    this.watch = watch;
    this.random = new SplittableRandom(seed);
    this.jobMilliseconds = jobMilliseconds;
    TreeSet<Integer> chosen = new TreeSet<>();
    while (chosen.size() < kills) {
      chosen.add(watch.jobs() + 1 + random.nextInt(jobs * 9 / 10));
    }
    this.when = new ArrayList<>(chosen);
  }

  /** Executors that died with a task. */
  synchronized int landed() {
    return landed;
  }

  @Override
  public void run() {
    try {
      for (int job : when) {
        watch.awaitJobs(job);
        Thread.sleep((long) (random.nextDouble() * jobMilliseconds));
        while (!kill()) {
          Thread.sleep(1);
        }
      }
    } catch (InterruptedException e) {
      interrupt(); // the training is over
    }
  }

  /** Kills one executor that runs a task, or, one time in four, all of them. */
  private boolean kill() throws InterruptedException {
    List<ProcessHandle> busy =
        ProcessHandle.current()
            .children()
            .filter(child -> executor(child).filter(watch::works).isPresent())
            .toList();
    if (busy.isEmpty()) {
      return false;
    }
    boolean all = random.nextInt(4) == 0;
    int first = random.nextInt(busy.size());
    List<ProcessHandle> chosen = all ? busy : busy.subList(first, first + 1);
    List<String> killed = chosen.stream().map(child -> executor(child).orElseThrow()).toList();
    chosen.forEach(ProcessHandle::destroyForcibly); // SIGKILL
    boolean any = false;
    for (String executor : killed) {
      if (watch.awaitLoss(executor, PATIENCE)) {
        any = true;
        landed(executor);
      }
    }
    return any;
  }

  private synchronized void landed(String executor) {
    landed++;
    System.err.println("executor " + executor + " was killed in job " + watch.jobs());
  }

  /** The executor that a process is, if it is one. */
  private static Optional<String> executor(ProcessHandle process) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    int id = arguments.indexOf("--executor-id");
    return arguments.contains(BACKEND) && id >= 0
        ? Optional.of(arguments.get(id + 1))
        : Optional.empty();
  }
}
