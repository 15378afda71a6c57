package io.entrosum.stats;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The slots of {@link Statistics}: names, shapes and places in one flat array. Immutable. */
public final class StatisticsLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Between the name of a part and that of a slot. */
  static final String SEPARATOR = "/";

  private final LinkedHashMap<String, Slot> slots;
  private final int size;

  private StatisticsLayout(Map<String, Slot> slots, int size) {
    this.slots = new LinkedHashMap<>(slots);
    this.size = size;
  }

  /** A builder without slots. */
  public static Builder builder() {
    return new Builder(new LinkedHashMap<>(), new AtomicInteger(), "");
  }

  /** The length of the flat array. */
  public int size() {
    return size;
  }

  /**
   * The slot of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "statistics: no slot named " + name + ", there are " + slots.keySet());
    }
    return slot;
  }

  /** All slots in their order. */
  public Map<String, Slot> slots() {
    return Collections.unmodifiableMap(slots);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatisticsLayout layout && layout.slots.equals(slots);
  }

  @Override
  public int hashCode() {
    return slots.hashCode();
  }

  @Override
  public String toString() {
    return slots.values().toString();
  }

  /** Collects slots, one after the other. */
  public static final class Builder {
    private final Map<String, Slot> slots;
    private final AtomicInteger size;
    private final String prefix;

    private Builder(Map<String, Slot> slots, AtomicInteger size, String prefix) {
      this.slots = slots;
      this.size = size;
      this.prefix = prefix;
    }

    /**
     * A builder that adds to this one the slots of a part of a model, which may have the names of
     * those of other parts; see {@link Statistics#part}.
     */
    public Builder part(String name) {
      return new Builder(slots, size, prefix + name + SEPARATOR);
    }

    /**
     * Adds a slot.
     *
     * @param shape its dimensions; none for a single number
     * @throws IllegalArgumentException if the name is taken, a dimension is negative, or all slots
     *     together would not fit into one Java array
     */
    public Builder add(String slotName, int... shape) {
      String name = prefix + slotName;
      long length = 1;
      for (int dimension : shape) {
        if (dimension < 0) {
          throw new IllegalArgumentException(
              "statistics: slot " + name + Arrays.toString(shape) + " has a negative dimension");
        }
        length = Math.multiplyExact(length, (long) dimension);
      }
      if (size.get() + length > Integer.MAX_VALUE - 8L) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "statistics: slot %s%s needs %,d numbers, %,d with the others, more than one Java"
                    + " array holds; fewer components or columns, or a diagonal covariance, fit",
                name,
                Arrays.toString(shape),
                length,
                size.get() + length));
      }
      Slot slot = new Slot(name, size.get(), Arrays.stream(shape).boxed().toList());
      if (slots.putIfAbsent(name, slot) != null) {
        throw new IllegalArgumentException("statistics: two slots named " + name);
      }
      size.addAndGet((int) length);
      return this;
    }

    /** The layout of the slots added so far. */
    public StatisticsLayout build() {
      return new StatisticsLayout(slots, size.get());
    }
  }
}
