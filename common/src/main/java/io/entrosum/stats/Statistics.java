package io.entrosum.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Sufficient statistics: one flat array of sums under a {@link StatisticsLayout}.
 *
 * <p>They form a commutative monoid under {@link #merge}: a new instance is neutral, and merging is
 * element-wise addition. Everything that a pass over data learns is in here, never in shared
 * counters, so that a task that runs twice counts once.
 */
public final class Statistics implements Serializable {
  private static final long serialVersionUID = 1L;

  private final StatisticsLayout layout;
  private final double[] values;
  private final String prefix;

  /** Zero: neutral under {@link #merge}. */
  public Statistics(StatisticsLayout layout) {
    this(layout, new double[layout.size()], "");
  }

  private Statistics(StatisticsLayout layout, double[] values, String prefix) {
    this.layout = layout;
    this.values = values;
    this.prefix = prefix;
  }

  /**
   * These very sums as a part of a model sees them: the slots that the part added to {@link
   * StatisticsLayout.Builder#part}, under the names that it knows.
   */
  public Statistics part(String name) {
    return new Statistics(layout, values, prefix + name + StatisticsLayout.SEPARATOR);
  }

  private Slot slot(String name) {
    return layout.slot(prefix + name);
  }

  /** The slots. */
  public StatisticsLayout layout() {
    return layout;
  }

  /** The flat array itself; kernels add to it. */
  public double[] values() {
    return values;
  }

  /** Where a slot starts in {@link #values()}. */
  public int offset(String slot) {
    return slot(slot).offset();
  }

  /** The number in a slot of one element. */
  public double get(String slot) {
    Slot found = slot(slot);
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "statistics: slot " + slot + " has " + found.size() + " elements, not one");
    }
    return values[found.offset()];
  }

  /** A copy of the numbers of a slot. */
  public double[] array(String slot) {
    Slot found = slot(slot);
    return Arrays.copyOfRange(values, found.offset(), found.offset() + found.size());
  }

  /** Adds to a slot of one element. */
  public void add(String slot, double amount) {
    values[slot(slot).offset()] += amount;
  }

  /**
   * Adds other statistics of the same layout to these.
   *
   * @param other Not modified.
   * @return this
   * @throws IllegalArgumentException if the layouts differ
   */
  public Statistics merge(Statistics other) {
    if (!layout.equals(other.layout)) {
      throw new IllegalArgumentException(
          "statistics: cannot merge " + other.layout + " into " + layout);
    }
    for (int i = 0; i < values.length; i++) {
      values[i] += other.values[i];
    }
    return this;
  }

  /** An independent copy. */
  public Statistics copy() {
    return new Statistics(layout).merge(this);
  }
}
