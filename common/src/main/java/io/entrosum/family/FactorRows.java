package io.entrosum.family;

import io.entrosum.data.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The rows of a chunk, ordered so that those that miss the same columns stand together. */
final class FactorRows {
  private final int d;
  private final int[] order;
  private final MissingPattern complete;
  private final MissingPatterns patterns;
  private List<Group> groups = List.of();

  /** Rows of one pattern, from {@code first} on in the order. */
  record Group(MissingPattern pattern, int first, int rows) {
    int end() {
      return first + rows;
    }
  }

  FactorRows(int chunk, int d) {
    this.d = d;
    this.order = new int[chunk];
    this.complete = complete(d);
    this.patterns = new MissingPatterns(chunk, d);
  }

  /** The pattern that misses nothing. */
  static MissingPattern complete(int d) {
    return new MissingPattern(d, new BitSet(d));
  }

  /** Arranges rows of a block. */
  void arrange(Block block, int first, int n) {
    if (!block.hasMissing(first, n)) {
      for (int i = 0; i < n; i++) {
        order[i] = i;
      }
      groups = List.of(new Group(complete, 0, n));
      return;
    }
    patterns.arrange(block.values(), first * d, n);
    int whole = patterns.completeRows();
    System.arraycopy(patterns.complete(), 0, order, 0, whole);
    System.arraycopy(patterns.incomplete(), 0, order, whole, patterns.incompleteRows());
    List<Group> found = new ArrayList<>();
    if (whole > 0) {
      found.add(new Group(complete, 0, whole));
    }
    for (MissingPatterns.Group group : patterns.groups()) {
      found.add(new Group(group.pattern(), whole + group.first(), group.rows()));
    }
    groups = found;
  }

  /** Which row of the chunk stands at a place. */
  int[] order() {
    return order;
  }

  /** The groups, one behind the other. */
  List<Group> groups() {
    return groups;
  }
}
