package io.entrosum.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Room beside a cached block where a training leaves numbers for its next pass: where to start
 * seeking the posteriors of the rows. Never truth: where a block was lost, moved or written to
 * disk, they are made again.
 *
 * <p>Numbers carry the step of the training that left them: a task that runs again finds those of
 * its own first run, and not what it is to start from. They are taken out while they are worked on,
 * so that of two tasks on one block (speculative execution) one finds nothing. Thread-safe.
 */
public final class WarmStart {
  private final int length;
  private final int trainings;
  private final ArrayDeque<double[]> room = new ArrayDeque<>();

  /** The longest kept first. */
  private final Map<Integer, Kept> kept = new LinkedHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Kept(long step, double[] numbers) {}

  private final Map<Object, WarmStart> parts = new HashMap<>();

  /**
   * Reserves room before the block is cached, so that whoever caches it knows its size.
   *
   * @param length numbers of one training
   * @param trainings how many trainings share the block
   */
  public WarmStart(int length, int trainings) {
    this.length = length;
    this.trainings = trainings;
    for (int i = 0; i < trainings; i++) {
      room.add(new double[length]);
    }
  }

  /**
   * Room of its own for some of the rows, the same whenever it is asked for. The room of all rows
   * is given up for it, so that parts that do not overlap take no more memory than the whole had.
   *
   * @param part what rows these are; equal values are the same part
   * @param rows how many
   * @param all how many rows the block has, at least 1
   */
  public synchronized WarmStart part(Object part, int rows, int all) {
    room.clear();
    kept.clear();
    int share = Math.toIntExact((long) length * rows / all);
    return parts.computeIfAbsent(part, key -> new WarmStart(share, trainings));
  }

  /**
   * Takes out what a step of a training left, or null if there is nothing of that step and length.
   */
  public synchronized double @Nullable [] take(int training, long step, int length) {
    Kept found = kept.remove(training);
    if (found == null) {
      return null;
    }
    if (found.step != step || found.numbers.length != length) {
      room.add(found.numbers);
      return null;
    }
    return found.numbers;
  }

  /**
   * An array for a training that found nothing: of the room if there is some, else that of the
   * training that has not come by for longest.
   */
  public synchronized double[] fresh(int length) {
    double[] free = room.poll();
    Iterator<Kept> oldest = kept.values().iterator();
    if (free == null && kept.size() >= trainings && oldest.hasNext()) {
      free = oldest.next().numbers;
      oldest.remove();
    }
    if (free == null || free.length != length) {
      return new double[length];
    }
    Arrays.fill(free, 0);
    return free;
  }

  /** Keeps the numbers that a step of a training left; the array now belongs here. */
  public synchronized void keep(int training, long step, double[] numbers) {
    kept.put(training, new Kept(step, numbers));
  }
}
