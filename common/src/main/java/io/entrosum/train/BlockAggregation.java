package io.entrosum.train;

import io.entrosum.data.Block;
import java.io.Serializable;

/**
 * A sum over blocks: zero, add a block, merge two sums. What a {@link Pass} runs.
 *
 * <p>Implementations are serialisable and immutable; the sums that they make are serialisable and
 * owned by one thread at a time. Merging must be associative and commutative up to rounding, zero
 * neutral; passes merge in a fixed order, so that the same blocks give the same bits.
 *
 * @param <A> the sum
 */
public interface BlockAggregation<A extends Serializable> extends Serializable {
  /** A new, empty sum. */
  A zero();

  /** An accumulator with its scratch memory, used by one thread for many blocks. */
  Accumulator<A> accumulator();

  /**
   * Adds {@code right} to {@code left}; both may be modified, the result may be either.
   *
   * @param left the sum of the blocks that come first
   */
  A merge(A left, A right);

  /** Roughly how many bytes this object has when sent, so that a pass can choose how to send it. */
  default long bytes() {
    return 0;
  }

  /**
   * Adds blocks to a sum.
   *
   * @param <A> the sum
   */
  interface Accumulator<A> {
    /** Adds a block. */
    void add(Block block, A into);
  }
}
