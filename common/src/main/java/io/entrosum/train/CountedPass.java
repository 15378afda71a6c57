package io.entrosum.train;

import java.io.Serializable;

/** A pass that counts how often it runs over the data. */
public final class CountedPass implements Pass {
  private final Pass pass;
  private int passes;

  /** Counts the runs of a pass. */
  public CountedPass(Pass pass) {
    this.pass = pass;
  }

  /** How often it has run. */
  public int passes() {
    return passes;
  }

  @Override
  public int columns() {
    return pass.columns();
  }

  @Override
  public int partitions() {
    return pass.partitions();
  }

  @Override
  public <A extends Serializable> A aggregate(BlockAggregation<A> aggregation, String what) {
    passes++;
    return pass.aggregate(aggregation, what);
  }

  @Override
  public void close() {
    pass.close();
  }
}
