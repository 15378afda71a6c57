package io.entrosum.spark.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Counts jobs and what becomes of tasks; knows which executors are at work. */
public final class TaskWatch extends SparkListener {
  private final Map<String, Integer> running = new HashMap<>();
  private final Set<String> lostAtWork = new HashSet<>();
  private int jobs;
  private int lost;
  private int failed;
  private int killedBySpark;
  private int speculative;

  @Override
  public synchronized void onJobStart(SparkListenerJobStart event) {
    jobs++;
    notifyAll();
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart event) {
    running.merge(event.taskInfo().executorId(), 1, Integer::sum);
    if (event.taskInfo().speculative()) {
      speculative++;
    }
    notifyAll();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    running.merge(event.taskInfo().executorId(), -1, Integer::sum);
    if (event.reason() instanceof ExecutorLostFailure loss) {
      lost++;
      lostAtWork.add(loss.execId());
    } else if (event.reason() instanceof ExceptionFailure) {
      failed++;
    } else if (event.reason() instanceof TaskKilled) {
      killedBySpark++;
    }
    notifyAll();
  }

  /** Waits until so many jobs have begun. */
  public synchronized void awaitJobs(int number) throws InterruptedException {
    while (jobs < number) {
      wait();
    }
  }

  /** Whether a task runs on an executor, or its end has not been heard of. */
  synchronized boolean works(String executor) {
    return running.getOrDefault(executor, 0) > 0;
  }

  /** Waits until a task was lost with an executor; false if there was none within a time. */
  synchronized boolean awaitLoss(String executor, long milliseconds) throws InterruptedException {
    long end = System.nanoTime() + milliseconds * 1_000_000;
    while (!lostAtWork.contains(executor)) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Jobs that have begun. */
  public synchronized int jobs() {
    return jobs;
  }

  /** Tasks that were lost with their executor. */
  synchronized int lost() {
    return lost;
  }

  /** Tasks that threw. */
  synchronized int failed() {
    return failed;
  }

  /** Tasks that Spark stopped, because another attempt was done first. */
  synchronized int killedBySpark() {
    return killedBySpark;
  }

  /** Speculative attempts. */
  synchronized int speculative() {
    return speculative;
  }
}
