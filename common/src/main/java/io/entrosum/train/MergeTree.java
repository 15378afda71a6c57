package io.entrosum.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

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
    return Objects.requireNonNull(mergeAll(sums, merge));
  }

  /**
   * Merges the sums that are there.
   *
   * @param sums in partition order; null stands for a partition without data. Not modified, though
   *     its elements may be.
   * @return null if there is none
   */
  public static <A> @Nullable A mergeAll(
      List<? extends @Nullable A> sums, BinaryOperator<A> merge) {
    List<@Nullable A> level = new ArrayList<>(sums);
    while (level.size() > 1) {
      List<@Nullable A> next = new ArrayList<>((level.size() + 1) / 2);
      for (int i = 0; i < level.size(); i += 2) {
        A left = level.get(i);
        A right = i + 1 < level.size() ? level.get(i + 1) : null;
        next.add(left == null ? right : right == null ? left : merge.apply(left, right));
      }
      level = next;
    }
    return level.isEmpty() ? null : level.get(0);
  }
}
