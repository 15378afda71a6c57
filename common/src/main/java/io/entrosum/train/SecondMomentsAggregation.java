package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.SecondMoments;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers mean and scatter of dense rows in one pass; N D^2 flops, D^2 numbers a partition.
 *
 * <p>Missing values (NaN) are taken to be at the pivot, which must be given where there are some.
 */
public final class SecondMomentsAggregation
    implements BlockAggregation<SecondMomentsAggregation.Sum> {
  private static final long serialVersionUID = 1L;

  private final int d;
  private final double @Nullable [] pivot;

  /** About the mean of the first block of each partition. */
  public SecondMomentsAggregation(int columns) {
    this.d = columns;
    this.pivot = null;
  }

  /** About a point, [D]; kept, not copied. */
  public SecondMomentsAggregation(double[] pivot) {
    this.d = pivot.length;
    this.pivot = pivot;
  }

  /** Moments, once there is a row. */
  public static final class Sum implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private @Nullable SecondMoments moments;

    /** Rows of weight 0 before the first that has one. */
    private long skipped;

    /** Whether no row had a positive weight. */
    public boolean isEmpty() {
      return moments == null;
    }

    /**
     * The moments.
     *
     * @throws IllegalStateException if there were no rows
     */
    public SecondMoments moments() {
      if (moments == null) {
        throw new IllegalStateException("moments of no rows");
      }
      return moments.centre();
    }
  }

  @Override
  public Sum zero() {
    return new Sum();
  }

  @Override
  public Sum merge(Sum left, Sum right) {
    SecondMoments first = left.moments;
    SecondMoments second = right.moments;
    if (first == null) {
      if (second == null) {
        right.skipped += left.skipped;
      } else {
        second.count(left.skipped, 0, 0);
      }
      return right;
    }
    if (second == null) {
      first.count(right.skipped, 0, 0);
    } else {
      first.merge(second);
    }
    return left;
  }

  @Override
  public long bytes() {
    return pivot == null ? 0 : 8L * pivot.length;
  }

  @Override
  public Accumulator<Sum> accumulator() {
    Chunk chunk = new Chunk();
    return (block, into) -> {
      SecondMoments moments = into.moments;
      if (moments == null) {
        if (!hasWeight(block)) {
          into.skipped += block.rows();
          return;
        }
        moments = new SecondMoments(pivot == null ? mean(block) : pivot);
        moments.count(into.skipped, 0, 0);
        into.moments = moments;
      }
      for (int first = 0; first < block.rows(); first += chunk.rows) {
        chunk.add(block, first, Math.min(chunk.rows, block.rows() - first), moments);
      }
    };
  }

  private static boolean hasWeight(Block block) {
    for (int i = 0; i < block.rows(); i++) {
      if (block.weight(i) > 0) {
        return true;
      }
    }
    return false;
  }

  private double[] mean(Block block) {
    double[] mean = new double[d];
    double weight = 0;
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      weight += w;
      for (int j = 0; j < d && w > 0; j++) {
        mean[j] += w / weight * (block.values()[i * d + j] - mean[j]);
      }
    }
    return mean;
  }

  /** Scratch memory of a thread, for some rows at a time. */
  private final class Chunk {
    final int rows = Blas.gramRows(d);

    /** {@code sqrt(w) (x - pivot)} of the rows that count, [n, D]. */
    private final double[] scaled = new double[rows * d];

    /** {@code sqrt(w)} of the same. */
    private final double[] roots = new double[rows];

    private final double[] sums = new double[d];

    void add(Block block, int first, int n, SecondMoments into) {
      double weight = 0;
      int used = 0;
      for (int i = first; i < first + n; i++) {
        double w = block.weight(i);
        if (w > 0) {
          roots[used] = Math.sqrt(w);
          scale(block.values(), i * d, into.pivot(), roots[used], used * d);
          weight += w;
          used++;
        }
      }
      into.count(n, used, weight);
      if (used > 0) {
        addSums(used, into.first());
        Blas.addGram(used, d, scaled, into.scatter(), 0);
      }
    }

    private void scale(double[] x, int from, double[] centre, double root, int to) {
      for (int j = 0; j < d; j++) {
        scaled[to + j] = (x[from + j] - centre[j]) * root;
      }
    }

    /** A missing value shows in the sum of its column: where none is, values are not looked at. */
    private void addSums(int used, double[] into) {
      Arrays.fill(sums, 0);
      Blas.addRows(used, d, roots, scaled, sums);
      if (pivot != null && fill(used * d)) {
        Arrays.fill(sums, 0);
        Blas.addRows(used, d, roots, scaled, sums);
      }
      for (int j = 0; j < d; j++) {
        into[j] += sums[j];
      }
    }

    private boolean fill(int end) {
      if (Arrays.stream(sums).noneMatch(Double::isNaN)) {
        return false;
      }
      for (int i = 0; i < end; i++) {
        scaled[i] = Double.isNaN(scaled[i]) ? 0 : scaled[i];
      }
      return true;
    }
  }

  /** The moments of all rows of a pass. */
  public static SecondMoments of(Pass pass) {
    return pass.aggregate(new SecondMomentsAggregation(pass.columns()), "second moments").moments();
  }
}
