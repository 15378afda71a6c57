package io.entrosum.family;

import io.entrosum.linalg.Blas;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The conditional distributions of patterns that have been seen, so that few patterns cost little.
 *
 * <p>It holds at most {@link #LIMIT} numbers, or a single distribution. What has not been used for
 * longest makes room, unless that was in the present chunk: the patterns of a chunk are visited
 * again and again in the same order, where such a replacement would never hit. Not thread-safe.
 */
final class ConditionalCache {
  /** 32 MiB. */
  static final int LIMIT = 1 << 22;

  private record Key(int matrix, MissingPattern pattern) {}

  private static final class Entry {
    final ConditionalGaussian conditional;
    long usedIn;

    Entry(ConditionalGaussian conditional) {
      this.conditional = conditional;
    }
  }

  private final int d;
  private final int limit;
  private final IntFunction<double[]> inverseFactors;
  private final double[] @Nullable [] precisions;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, .75f, true);
  private long size;
  private long chunk;

  /**
   * A cache for some covariance matrices.
   *
   * @param inverseFactors {@code L^-1} of a covariance {@code L L'}, row-major, lower triangular
   * @param limit how many numbers to hold at most
   */
  ConditionalCache(int matrices, int d, IntFunction<double[]> inverseFactors, int limit) {
    this.d = d;
    this.limit = limit;
    this.inverseFactors = inverseFactors;
    this.precisions = new double[matrices][];
  }

  /** A new chunk of rows begins. */
  void nextChunk() {
    chunk++;
  }

  /** The distribution of the missing columns of a pattern given the others. */
  ConditionalGaussian get(int matrix, MissingPattern pattern) {
    Key key = new Key(matrix, pattern);
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(new ConditionalGaussian(d, precision(matrix), pattern));
      if (makeRoom(entry.conditional.size())) {
        entries.put(key, entry);
        size += entry.conditional.size();
      }
    }
    entry.usedIn = chunk;
    return entry.conditional;
  }

  private boolean makeRoom(int wanted) {
    Iterator<Entry> eldest = entries.values().iterator();
    while (size + wanted > limit && eldest.hasNext()) {
      Entry entry = eldest.next();
      if (entry.usedIn == chunk) {
        return false;
      }
      size -= entry.conditional.size();
      eldest.remove();
    }
    return true;
  }

  private double[] precision(int matrix) {
    double[] precision = precisions[matrix];
    if (precision == null) {
      double[] inverse = inverseFactors.apply(matrix);
      precision = new double[d * d];
      Blas.addTransposedTimes(d, d, d, inverse, inverse, precision, 0);
      precisions[matrix] = precision;
    }
    return precision;
  }
}
