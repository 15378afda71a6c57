package io.entrosum.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The laws that make a sum over rows independent of how the rows are split. */
class StatisticsTest {
  private static final StatisticsLayout LAYOUT =
      StatisticsLayout.builder().add("rows").add("sum", 2, 3).add("weight").build();

  /** For all numbers that a sum beginning at 0.0 can reach: -0.0 is none of them. */
  @RepeatedTest(20)
  void zeroIsNeutralToTheLastBit(RepetitionInfo run) {
    Statistics a = random(run.getCurrentRepetition());
    assertBits(new Statistics(LAYOUT).merge(a), a);
    assertBits(a.copy().merge(new Statistics(LAYOUT)), a);
  }

  @RepeatedTest(20)
  void mergeIsCommutativeToTheLastBit(RepetitionInfo run) {
    Statistics a = random(run.getCurrentRepetition());
    Statistics b = random(100 + run.getCurrentRepetition());
    assertBits(a.copy().merge(b), b.copy().merge(a));
  }

  /** Each side rounds twice, each time a sum of at most |a| + |b| + |c|. */
  @RepeatedTest(20)
  void mergeIsAssociativeToRounding(RepetitionInfo run) {
    Statistics a = random(run.getCurrentRepetition());
    Statistics b = random(100 + run.getCurrentRepetition());
    Statistics c = random(200 + run.getCurrentRepetition());
    double[] left = a.copy().merge(b).merge(c).values();
    double[] right = a.copy().merge(b.copy().merge(c)).values();
    for (int i = 0; i < left.length; i++) {
      double size = Math.abs(a.values()[i]) + Math.abs(b.values()[i]) + Math.abs(c.values()[i]);
      assertThat(Math.abs(left[i] - right[i])).isLessThanOrEqualTo(4.0001 * 0x1p-53 * size);
    }
  }

  @Test
  void mergeAddsToTheLeftAndLeavesTheRight() {
    Statistics a = new Statistics(LAYOUT);
    Statistics b = new Statistics(LAYOUT);
    Arrays.setAll(a.values(), i -> i);
    Arrays.setAll(b.values(), i -> 10 * i);
    assertThat(a.merge(b)).isSameAs(a);
    assertThat(a.values()).containsExactly(0, 11, 22, 33, 44, 55, 66, 77);
    assertThat(b.values()).containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
  }

  @Test
  void aCopyIsIndependent() {
    Statistics a = random(1);
    Statistics copy = a.copy();
    double before = copy.get("rows");
    a.add("rows", 1);
    assertThat(copy.get("rows")).isEqualTo(before);
    assertThat(copy.layout()).isEqualTo(LAYOUT);
  }

  @Test
  void statisticsOfOtherLayoutsAreRefused() {
    StatisticsLayout sameSize =
        StatisticsLayout.builder().add("rows").add("sum", 3, 2).add("weight").build();
    Statistics a = random(1);
    double[] before = a.values().clone();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.merge(new Statistics(sameSize)))
        .withMessageStartingWith("statistics: cannot merge [Slot[name=rows")
        .withMessageContaining("shape=[3, 2]")
        .withMessageContaining("shape=[2, 3]");
    assertThat(a.values()).containsExactly(before);
  }

  @Test
  void slotsByName() {
    Statistics a = new Statistics(LAYOUT);
    Arrays.setAll(a.values(), i -> i + 0.5);
    assertThat(a.get("rows")).isEqualTo(0.5);
    assertThat(a.get("weight")).isEqualTo(7.5);
    assertThat(a.offset("sum")).isEqualTo(1);
    assertThat(a.array("sum")).containsExactly(1.5, 2.5, 3.5, 4.5, 5.5, 6.5);
    a.array("sum")[0] = 9;
    assertThat(a.values()[1]).isEqualTo(1.5);
    a.add("weight", 2);
    a.add("weight", 3);
    assertThat(a.values()).containsExactly(0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 12.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.get("sum"))
        .withMessage("statistics: slot sum has 6 elements, not one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.add("mean", 1))
        .withMessage("statistics: no slot named mean, there are [rows, sum, weight]");
  }

  @Test
  void javaSerialisationKeepsLayoutAndBits() throws Exception {
    Statistics a = random(5);
    a.values()[2] = Double.NaN;
    a.values()[3] = Double.NEGATIVE_INFINITY;
    a.values()[4] = Double.MIN_VALUE;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(a);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Statistics read = (Statistics) in.readObject();
      assertThat(read.layout()).isEqualTo(LAYOUT);
      assertThat(read.layout().slots().keySet()).containsExactly("rows", "sum", "weight");
      assertBits(read, a);
      assertThat(read.merge(random(6)).layout()).isEqualTo(LAYOUT);
    }
  }

  /** Of both signs, over 40 binary orders of magnitude. */
  private static Statistics random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Statistics statistics = new Statistics(LAYOUT);
    Arrays.setAll(
        statistics.values(), i -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(-20, 20)));
    return statistics;
  }

  private static void assertBits(Statistics actual, Statistics expected) {
    assertThat(Arrays.stream(actual.values()).mapToLong(Double::doubleToRawLongBits))
        .containsExactly(
            Arrays.stream(expected.values())
                .mapToLong(Double::doubleToRawLongBits)
                .boxed()
                .toArray(Long[]::new));
  }
}
