package io.entrosum.spark.faults;

import io.entrosum.coding.CodeSums;
import io.entrosum.stats.Statistics;
import io.entrosum.train.BlockAggregation;
import io.entrosum.train.Pass;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskContext;

/** A pass some of whose tasks come to harm, in every third run over the data. */
final class DisturbedPass implements Pass {
  /** What harm; done after a task has added its second block. */
  enum Fault {
    /** None. */
    NONE,
    /** The first attempt of a task throws. */
    FAIL_ONCE,
    /** The first attempt of a task sleeps. */
    SLOW_ONCE
  }

  private static final int PARTITION = 1;
  private static final int EVERY = 3;
  private static final long MILLISECONDS = 1500;

  private final Pass pass;
  private final Fault fault;
  private int passes;
  private double repeated;

  DisturbedPass(Pass pass, Fault fault) {
    this.pass = pass;
    this.fault = fault;
  }

  /** How often the lost state of a row was made again. */
  long repeated() {
    return Math.round(repeated);
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
    Fault now = passes++ % EVERY == EVERY - 1 ? fault : Fault.NONE;
    A sum = pass.aggregate(new Disturbed<>(aggregation, now), what);
    List<?> sums = sum instanceof List<?> list ? list : List.of(sum);
    for (Object one : sums) {
      if (one instanceof Statistics statistics
          && statistics.layout().slots().containsKey(CodeSums.REPEATED)) {
        repeated += statistics.get(CodeSums.REPEATED);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    pass.close();
  }

  private record Disturbed<A extends Serializable>(BlockAggregation<A> aggregation, Fault fault)
      implements BlockAggregation<A> {
    @Override
    public A zero() {
      return aggregation.zero();
    }

    @Override
    public Accumulator<A> accumulator() {
      Accumulator<A> accumulator = aggregation.accumulator();
      int[] blocks = new int[1];
      return (block, into) -> {
        accumulator.add(block, into);
        if (++blocks[0] == 2) {
          harm();
        }
      };
    }

    private void harm() {
      TaskContext task = TaskContext.get();
      if (task.partitionId() != PARTITION || task.attemptNumber() > 0) {
        return;
      }
      if (fault == Fault.FAIL_ONCE) {
        throw new IllegalStateException("a fault of the test");
      }
      if (fault == Fault.SLOW_ONCE) {
        try {
          Thread.sleep(MILLISECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }

    @Override
    public A merge(A left, A right) {
      return aggregation.merge(left, right);
    }

    @Override
    public long bytes() {
      return aggregation.bytes();
    }
  }
}
