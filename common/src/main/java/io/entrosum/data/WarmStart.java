package io.entrosum.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Room beside a cached block where a training leaves numbers for its next pass: where to start
 * seeking the posteriors of the rows. Never truth: a block that was lost, moved or written to disk
 * starts anew, and comes to the same optimum.
 *
 * <p>Numbers are taken out while they are worked on, so that of two tasks on one block (speculative
 * execution) one finds nothing and starts cold. Thread-safe.
 */
public final class WarmStart {
  private final int trainings;
  private final ArrayDeque<double[]> room = new ArrayDeque<>();

  /** The longest kept first. */
  private final Map<Integer, double[]> kept = new LinkedHashMap<>();

  /**
   * Reserves room before the block is cached, so that whoever caches it knows its size.
   *
   * @param length numbers of one training
   * @param trainings how many trainings share the block
   */
  public WarmStart(int length, int trainings) {
    this.trainings = trainings;
    for (int i = 0; i < trainings; i++) {
      room.add(new double[length]);
    }
  }

  /** Takes out what a training kept, or null if there is nothing of that length. */
  public synchronized double @Nullable [] take(int training, int length) {
    double[] numbers = kept.remove(training);
    if (numbers != null && numbers.length != length) {
      room.add(numbers);
      return null;
    }
    return numbers;
  }

  /**
   * An array for a training that found nothing: of the room if there is some, else that of the
   * training that has not come by for longest.
   */
  public synchronized double[] fresh(int length) {
    double[] free = room.poll();
    Iterator<double[]> oldest = kept.values().iterator();
    if (free == null && kept.size() >= trainings && oldest.hasNext()) {
      free = oldest.next();
      oldest.remove();
    }
    if (free == null || free.length != length) {
      return new double[length];
    }
    Arrays.fill(free, 0);
    return free;
  }

  /** Keeps numbers for the next pass of a training; the array now belongs here. */
  public synchronized void keep(int training, double[] numbers) {
    kept.put(training, numbers);
  }
}
