package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSampleTest {
  /** Blocks of ten rows whose only value is their number. */
  private static List<Block> numbered(int blocks) {
    return IntStream.range(0, blocks)
        .mapToObj(
            b -> new Block(1, IntStream.range(0, 10).mapToDouble(i -> b * 10 + i).toArray(), null))
        .toList();
  }

  private static double[] sample(int most, List<List<Block>> partitions) {
    RowSample sample = new RowSample(1, most);
    RowSample.Rows rows = sample.zero();
    for (List<Block> partition : partitions) {
      RowSample.Rows own = sample.zero();
      BlockAggregation.Accumulator<RowSample.Rows> accumulator = sample.accumulator();
      partition.forEach(block -> accumulator.add(block, own));
      rows = sample.merge(rows, own);
    }
    return Arrays.stream(rows.block().values()).sorted().toArray();
  }

  @Test
  void hasAllRowsWhereTheseAreFew() {
    List<Block> all = numbered(3);
    assertThat(sample(100, List.of(all.subList(0, 1), all.subList(1, 3))))
        .containsExactly(IntStream.range(0, 30).asDoubleStream().toArray());
  }

  @Test
  void hasAsManyAsAskedForFromAllOver() {
    List<Block> all = numbered(1000);
    double[] chosen = sample(1000, List.of(all.subList(0, 300), all.subList(300, 1000)));
    assertThat(chosen).hasSize(1000).doesNotHaveDuplicates();
    // Binomial with 1000 draws of .3: 300 +- 5 deviations of 14.5.
    assertThat(Arrays.stream(chosen).filter(x -> x < 3000).count()).isBetween(227L, 373L);
    assertThat(Arrays.stream(chosen).average().orElseThrow())
        .isBetween(4999.5 - 5 * 91.3, 4999.5 + 5 * 91.3);
  }

  @Test
  void isTheSameAgain() {
    List<Block> all = numbered(200);
    assertThat(sample(50, List.of(all))).isEqualTo(sample(50, List.of(all)));
  }

  @Test
  void equalRowsAreTakenAsOftenAsOthers() {
    List<Block> equal =
        IntStream.range(0, 50).mapToObj(b -> new Block(1, new double[10], null)).toList();
    assertThat(sample(200, List.of(equal))).hasSize(200).containsOnly(0);
  }

  @Test
  void rowsWithoutWeightAreLeftOut() {
    Block block = new Block(1, new double[] {1, 2, 3}, new double[] {1, 0, 2});
    RowSample sample = new RowSample(1, 10);
    RowSample.Rows rows = sample.zero();
    sample.accumulator().add(block, rows);
    Block kept = rows.block();
    assertThat(kept.rows()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      assertThat(kept.weight(i)).isEqualTo(kept.value(i, 0) == 1 ? 1 : 2);
    }
  }

  @Test
  void noneAreKeptWhereNoneAreWanted() {
    assertThat(sample(0, List.of(numbered(2)))).isEmpty();
    assertThatThrownBy(() -> new RowSample(1, -1)).hasMessage("most: must be >= 0 but was -1");
  }
}
