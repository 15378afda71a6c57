package io.entrosum.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Several sums over the same blocks, made in one pass. */
record JointAggregation<A extends Serializable>(List<BlockAggregation<A>> parts)
    implements BlockAggregation<ArrayList<A>> {
  @Override
  public ArrayList<A> zero() {
    ArrayList<A> zero = new ArrayList<>();
    parts.forEach(part -> zero.add(part.zero()));
    return zero;
  }

  @Override
  public Accumulator<ArrayList<A>> accumulator() {
    List<Accumulator<A>> accumulators = parts.stream().map(BlockAggregation::accumulator).toList();
    return (block, into) -> {
      for (int i = 0; i < accumulators.size(); i++) {
        accumulators.get(i).add(block, into.get(i));
      }
    };
  }

  @Override
  public ArrayList<A> merge(ArrayList<A> left, ArrayList<A> right) {
    ArrayList<A> merged = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      merged.add(parts.get(i).merge(left.get(i), right.get(i)));
    }
    return merged;
  }

  @Override
  public long bytes() {
    return parts.stream().mapToLong(BlockAggregation::bytes).sum();
  }
}
