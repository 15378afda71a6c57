package io.entrosum.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsLayoutTest {
  private final StatisticsLayout layout =
      StatisticsLayout.builder()
          .add("rows")
          .add("sum", 2, 3)
          .add("none", 0, 5)
          .add("cube", 2, 2, 2)
          .add("last", 1)
          .build();

  @Test
  void slotsLieOneBehindTheOtherInTheOrderOfAdding() {
    assertThat(layout.slots().keySet()).containsExactly("rows", "sum", "none", "cube", "last");
    assertThat(layout.slots().values())
        .containsExactly(
            new Slot("rows", 0, List.of()),
            new Slot("sum", 1, List.of(2, 3)),
            new Slot("none", 7, List.of(0, 5)),
            new Slot("cube", 7, List.of(2, 2, 2)),
            new Slot("last", 15, List.of(1)));
    assertThat(layout.size()).isEqualTo(16);
    assertThat(layout.slots().values().stream().map(Slot::size)).containsExactly(1, 6, 0, 8, 1);
  }

  @Test
  void slotsByName() {
    assertThat(layout.slot("sum")).isEqualTo(new Slot("sum", 1, List.of(2, 3)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layout.slot("mean"))
        .withMessage("statistics: no slot named mean, there are [rows, sum, none, cube, last]");
  }

  @Test
  void aNameIsTakenOnce() {
    StatisticsLayout.Builder builder = StatisticsLayout.builder().add("rows").add("sum", 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("rows", 3))
        .withMessage("statistics: two slots named rows");
    assertThat(builder.build())
        .isEqualTo(StatisticsLayout.builder().add("rows").add("sum", 2).build());
  }

  @Test
  void aLayoutDoesNotChangeWhenItsBuilderGoesOn() {
    StatisticsLayout.Builder builder = StatisticsLayout.builder().add("rows");
    StatisticsLayout before = builder.build();
    builder.add("sum", 2);
    assertThat(before.size()).isEqualTo(1);
    assertThat(before.slots()).containsOnlyKeys("rows");
    assertThatThrownBy(() -> before.slots().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void dimensionsAreNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatisticsLayout.builder().add("sum", 2, -3))
        .withMessage("statistics: slot sum[2, -3] has a negative dimension");
  }

  /** 2^31 - 9 numbers are the most that all JVMs allocate. */
  @Test
  void theLargestLayoutFitsOneArray() {
    assertThat(StatisticsLayout.builder().add("a", 7).add("b", 2147483632).build().size())
        .isEqualTo(2147483639);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatisticsLayout.builder().add("a", 8).add("b", 2147483632))
        .withMessageContaining("2,147,483,640 with the others");
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsNumbers() {
    StatisticsLayout.Builder builder =
        StatisticsLayout.builder().add("rows").add("first", 50, 10000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.add("second", 50, 10000, 10000))
        .withMessage(
            "statistics: slot second[50, 10000, 10000] needs 5,000,000,000 numbers, 5,000,500,001"
                + " with the others, more than one Java array holds; fewer components or columns,"
                + " or a diagonal covariance, fit");
  }

  @Test
  void layoutsAreEqualIfNamesShapesAndPlacesAre() {
    StatisticsLayout.Builder builder = StatisticsLayout.builder();
    StatisticsLayout ab = builder.add("a", 2).add("b", 3).build();
    assertThat(StatisticsLayout.builder().add("a", 2).add("b", 3).build())
        .isEqualTo(ab)
        .hasSameHashCodeAs(ab);
    assertThat(
            List.of(
                StatisticsLayout.builder().add("b", 3).add("a", 2).build(),
                StatisticsLayout.builder().add("a", 3).add("b", 2).build(),
                StatisticsLayout.builder().add("a", 2).add("c", 3).build(),
                StatisticsLayout.builder().add("a", 1, 2).add("b", 3).build(),
                StatisticsLayout.builder().add("a", 2).build(),
                builder.add("c").build()))
        .doesNotContain(ab);
  }
}
