package io.entrosum.belief;

import java.util.Arrays;

/**
 * The states that the posterior of a row is truncated to, each with its joint log-probability; at
 * most so many, the best of those that were offered. States are numbers of 52 bits each, so that a
 * double holds one exactly: unit h is bit {@code h % 52} of number {@code h / 52}.
 */
final class StateSet {
  private static final int BITS = 52;

  /** In the place of a first number: there is no state. */
  private static final double NONE = -1;

  private final int capacity;
  private final int latents;
  private final int words;
  private final long[] keys;
  private final double[] values;
  private final boolean[] expanded;
  private final long[] offered;
  private int size;

  StateSet(int latents, int capacity) {
    this.capacity = capacity;
    this.latents = latents;
    this.words = words(latents);
    this.keys = new long[capacity * words];
    this.values = new double[capacity];
    this.expanded = new boolean[capacity];
    this.offered = new long[words];
  }

  /** The numbers of a state. */
  static int words(int latents) {
    return (latents + BITS - 1) / BITS;
  }

  int size() {
    return size;
  }

  double value(int state) {
    return values[state];
  }

  void clear() {
    size = 0;
  }

  /** Takes the states that were {@link #store}d, without values. */
  void load(double[] from, int offset) {
    size = 0;
    while (size < capacity && from[offset + size * words] != NONE) {
      for (int w = 0; w < words; w++) {
        keys[size * words + w] = (long) from[offset + size * words + w];
      }
      expanded[size] = false;
      size++;
    }
  }

  /** Writes the states, [capacity * words]. */
  void store(double[] into, int offset) {
    for (int i = 0; i < capacity * words; i++) {
      into[offset + i] = i < size * words ? keys[i] : NONE;
    }
  }

  void value(int state, double value) {
    values[state] = value;
  }

  /** Sets the units that are on in a state. */
  void unpack(int state, boolean[] on) {
    for (int h = 0; h < latents; h++) {
      on[h] = (keys[state * words + h / BITS] >>> (h % BITS) & 1) != 0;
    }
  }

  /**
   * Offers a state. Where all places are taken it replaces the worst, if it is better.
   *
   * @param on its units, but one
   * @param flipped that one, which is as it is not in {@code on}; -1: none is
   */
  void offer(boolean[] on, int flipped, double value) {
    int worst = size < capacity ? size : worst();
    if (size == capacity && !(value > values[worst])) {
      return;
    }
    Arrays.fill(offered, 0);
    for (int h = 0; h < latents; h++) {
      if (on[h] != (h == flipped)) {
        offered[h / BITS] |= 1L << (h % BITS);
      }
    }
    if (holds()) {
      return;
    }
    System.arraycopy(offered, 0, keys, worst * words, words);
    values[worst] = value;
    expanded[worst] = false;
    size = Math.max(size, worst + 1);
  }

  private boolean holds() {
    for (int state = 0; state < size; state++) {
      int w = 0;
      while (w < words && keys[state * words + w] == offered[w]) {
        w++;
      }
      if (w == words) {
        return true;
      }
    }
    return false;
  }

  private int worst() {
    int worst = 0;
    for (int state = 1; state < size; state++) {
      worst = values[state] < values[worst] ? state : worst;
    }
    return worst;
  }

  /** The best state whose neighbours were not offered yet, marked as one whose are; or -1. */
  int next() {
    int best = -1;
    for (int state = 0; state < size; state++) {
      if (!expanded[state] && (best < 0 || values[state] > values[best])) {
        best = state;
      }
    }
    if (best >= 0) {
      expanded[best] = true;
    }
    return best;
  }
}
