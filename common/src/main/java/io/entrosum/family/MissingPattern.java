package io.entrosum.family;

import java.util.BitSet;

/** Which columns of a row are missing; q of D. Patterns of the same columns are equal. */
final class MissingPattern {
  /** The columns that are there, ascending, [D - q]. Not to be modified. */
  final int[] observed;

  /** The columns that are missing, ascending, [q]. Not to be modified. */
  final int[] missing;

  private final BitSet key;

  /**
   * A pattern over {@code d} columns.
   *
   * @param missing the missing columns; kept, not copied
   */
  MissingPattern(int d, BitSet missing) {
    this.key = missing;
    this.missing = missing.stream().toArray();
    this.observed = new int[d - this.missing.length];
    int at = 0;
    for (int j = missing.nextClearBit(0); j < d; j = missing.nextClearBit(j + 1)) {
      observed[at++] = j;
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MissingPattern pattern && key.equals(pattern.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }
}
