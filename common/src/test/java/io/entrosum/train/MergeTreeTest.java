package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The merge writes down who was merged with whom. */
class MergeTreeTest {
  @ParameterizedTest
  @CsvSource({
    "a, a",
    "ab, (ab)",
    "abc, ((ab)c)",
    "abcd, ((ab)(cd))",
    "abcde, (((ab)(cd))e)",
    "abcdefg, (((ab)(cd))((ef)g))",
    "abcdefgh, (((ab)(cd))((ef)(gh)))"
  })
  void neighboursFirst(String letters, String tree) {
    List<String> sums = List.of(letters.split(""));
    assertThat(MergeTree.merge(sums, MergeTreeTest::brackets)).isEqualTo(tree);
    assertThat(MergeTree.mergeAll(sums, MergeTreeTest::brackets)).isEqualTo(tree);
  }

  @Test
  void partitionsWithoutDataDropOut() {
    assertThat(MergeTree.mergeAll(Arrays.asList(null, "b"), MergeTreeTest::brackets))
        .isEqualTo("b");
    assertThat(MergeTree.mergeAll(Arrays.asList("a", null), MergeTreeTest::brackets))
        .isEqualTo("a");
    assertThat(
            MergeTree.mergeAll(
                Arrays.asList("a", null, "c", "d", null, null, "g"), MergeTreeTest::brackets))
        .isEqualTo("((a(cd))g)");
    assertThat(MergeTree.mergeAll(Arrays.asList(null, null, null), MergeTreeTest::brackets))
        .isNull();
    assertThat(MergeTree.mergeAll(List.of(), MergeTreeTest::brackets)).isNull();
  }

  /** Runs of 2, 4, 8, 16 partitions, merged where they are, make the tree of all partitions. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8, 16})
  void runsOfAPowerOfTwoCanBeMergedElsewhere(int run) {
    for (int partitions = 1; partitions <= 70; partitions++) {
      for (int gap : new int[] {1, 2, 3, 5}) {
        List<String> sums = sums(partitions, gap);
        List<String> runs = new ArrayList<>();
        for (int from = 0; from < partitions; from += run) {
          runs.add(
              MergeTree.mergeAll(
                  sums.subList(from, Math.min(partitions, from + run)), MergeTreeTest::brackets));
        }
        assertThat(MergeTree.mergeAll(runs, MergeTreeTest::brackets))
            .isEqualTo(MergeTree.mergeAll(sums, MergeTreeTest::brackets));
      }
    }
  }

  /** The test above can fail: runs of three make another tree. */
  @Test
  void otherRunsMakeOtherTrees() {
    List<String> sums = sums(6, 1);
    String whole = MergeTree.merge(sums, MergeTreeTest::brackets);
    String runs =
        MergeTree.merge(
            List.of(
                MergeTree.merge(sums.subList(0, 3), MergeTreeTest::brackets),
                MergeTree.merge(sums.subList(3, 6), MergeTreeTest::brackets)),
            MergeTreeTest::brackets);
    assertThat(runs).isNotEqualTo(whole);
  }

  @Test
  void theListIsNotModified() {
    List<String> sums = Collections.unmodifiableList(Arrays.asList("a", null, "c"));
    assertThat(MergeTree.merge(sums, MergeTreeTest::brackets)).isEqualTo("(ac)");
  }

  private static String brackets(String left, String right) {
    return "(" + left + right + ")";
  }

  /** Numbered sums; all but each {@code gap}-th are missing. */
  private static List<String> sums(int partitions, int gap) {
    return IntStream.range(0, partitions)
        .mapToObj(i -> i % gap == 0 ? "." + i : null)
        .collect(ArrayList::new, List::add, List::addAll);
  }
}
