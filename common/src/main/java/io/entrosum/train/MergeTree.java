package io.entrosum.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Merges the sums of partitions in a fixed tree: neighbours first, (0,1)(2,3)..., then neighbours
 * of those.
 *
 * <p>The tree depends on the number of partitions only, not on which of them finished first.
 * Merging runs of a power of two neighbours elsewhere first (as executors do for many partitions)
 * gives the same tree and so the same bits.
 */
public final class MergeTree {
  private MergeTree() {}

  /**
   * Merges all sums.
   *
   * @param sums in partition order, at least one. Not modified, though its elements may be.
   */
  public static <A> A merge(List<A> sums, BinaryOperator<A> merge) {
    List<A> level = new ArrayList<>(sums);
    while (level.size() > 1) {
      List<A> next = new ArrayList<>((level.size() + 1) / 2);
      for (int i = 0; i + 1 < level.size(); i += 2) {
        next.add(merge.apply(level.get(i), level.get(i + 1)));
      }
      if (level.size() % 2 == 1) {
        next.add(level.get(level.size() - 1));
      }
      level = next;
    }
    return level.get(0);
  }
}
