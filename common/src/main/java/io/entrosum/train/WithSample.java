package io.entrosum.train;

import java.io.Serializable;

/**
 * Another sum and a sample of rows, in one pass.
 *
 * @param <A> the other sum
 */
public record WithSample<A extends Serializable>(BlockAggregation<A> of, RowSample sample)
    implements BlockAggregation<WithSample.Sum<A>> {
  private static final long serialVersionUID = 1L;

  /** What came of both. */
  public record Sum<A extends Serializable>(A of, RowSample.Rows sample) implements Serializable {}

  @Override
  public Sum<A> zero() {
    return new Sum<>(of.zero(), sample.zero());
  }

  @Override
  public Accumulator<Sum<A>> accumulator() {
    Accumulator<A> first = of.accumulator();
    Accumulator<RowSample.Rows> second = sample.accumulator();
    return (block, into) -> {
      first.add(block, into.of());
      second.add(block, into.sample());
    };
  }

  @Override
  public Sum<A> merge(Sum<A> left, Sum<A> right) {
    return new Sum<>(of.merge(left.of(), right.of()), sample.merge(left.sample(), right.sample()));
  }

  @Override
  public long bytes() {
    return of.bytes() + sample.bytes();
  }
}
