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

  /** Zero: neutral under {@link #merge}. */
  public Statistics(StatisticsLayout layout) {
    this.layout = layout;
    this.values = new double[layout.size()];
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
    return layout.slot(slot).offset();
  }

  /** The number in a slot of one element. */
  public double get(String slot) {
    Slot found = layout.slot(slot);
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "statistics: slot " + slot + " has " + found.size() + " elements, not one");
    }
    return values[found.offset()];
  }

  /** A copy of the numbers of a slot. */
  public double[] array(String slot) {
    Slot found = layout.slot(slot);
    return Arrays.copyOfRange(values, found.offset(), found.offset() + found.size());
  }

  /** Adds to a slot of one element. */
  public void add(String slot, double amount) {
    values[layout.slot(slot).offset()] += amount;
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
