package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.linalg.NumericalException;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ConditionalCacheTest {
  /** {@code L^-1} of {@code Sigma = [[4, 2], [2, 5]] = L L'}, {@code L = [[2, 0], [1, 2]]}. */
  private static final double[] INVERSE = {.5, 0, -.25, .5};

  private static MissingPattern pattern(int... columns) {
    BitSet missing = new BitSet();
    for (int column : columns) {
      missing.set(column);
    }
    return new MissingPattern(2, missing);
  }

  private static ConditionalCache cache(int limit) {
    return new ConditionalCache(1, 2, matrix -> INVERSE, limit);
  }

  /** {@code C = 5 - 2 * 2 / 4 = 4, B = 2 / 4}; with nothing observed {@code C = Sigma}. */
  @Test
  void closedForm() {
    ConditionalGaussian second = cache(100).get(0, pattern(1));
    assertThat(second.regression).containsExactly(new double[] {.5}, within(1e-15));
    assertThat(second.covariance).containsExactly(new double[] {4}, within(1e-14));
    assertThat(second.logDeterminant).isCloseTo(Math.log(4), within(1e-15));
    ConditionalGaussian all = cache(100).get(0, pattern(0, 1));
    assertThat(all.regression).isEmpty();
    assertThat(all.covariance).containsExactly(new double[] {4, 2, 2, 5}, within(1e-14));
    assertThat(all.logDeterminant).isCloseTo(Math.log(16), within(1e-15));
  }

  @Test
  void whatIsHeldIsNotComputedAgain() {
    ConditionalCache cache = cache(100);
    ConditionalGaussian first = cache.get(0, pattern(0));
    cache.nextChunk();
    assertThat(cache.get(0, pattern(1))).isNotSameAs(first);
    assertThat(cache.get(0, pattern(0))).isSameAs(first);
  }

  /** A distribution of one missing column of two takes two numbers, of both columns four. */
  @Test
  void whatIsOldMakesRoomWhatIsOfThisChunkDoesNot() {
    ConditionalCache cache = cache(4);
    ConditionalGaussian first = cache.get(0, pattern(0));
    ConditionalGaussian second = cache.get(0, pattern(1));
    ConditionalGaussian both = cache.get(0, pattern(0, 1));
    assertThat(cache.get(0, pattern(0))).isSameAs(first);
    assertThat(cache.get(0, pattern(0, 1))).isNotSameAs(both);
    cache.nextChunk();
    both = cache.get(0, pattern(0, 1));
    assertThat(cache.get(0, pattern(0, 1))).isSameAs(both);
    assertThat(cache.get(0, pattern(0))).isNotSameAs(first);
    assertThat(cache.get(0, pattern(1))).isNotSameAs(second);
  }

  @Test
  void anIndefinitePrecisionIsRefused() {
    ConditionalCache cache = new ConditionalCache(1, 2, matrix -> new double[4], 100);
    assertThatThrownBy(() -> cache.get(0, pattern(0)))
        .isInstanceOf(NumericalException.class)
        .hasMessageContaining("not positive definite in 1 missing column");
  }
}
