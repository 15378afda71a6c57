package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.data.SparseRows;
import io.entrosum.linalg.Blas;
import io.entrosum.train.BlockAggregation;

/**
 * {@code sum w (x - mean)((x - mean)' Q)} over all rows, row-major [D, b]: the scatter of the rows
 * times some directions, without the scatter. Missing values count as the mean. Sparse rows are
 * centred algebraically.
 *
 * @param mean [D]; kept, not copied
 * @param directions Q, row-major [D, b]; kept, not copied
 * @param width b
 */
@SuppressWarnings("ArrayRecordComponent") // sent to executors, never compared
record CovarianceProduct(double[] mean, double[] directions, int width)
    implements BlockAggregation<double[]> {
  @Override
  public double[] zero() {
    return new double[directions.length];
  }

  @Override
  public double[] merge(double[] left, double[] right) {
    for (int i = 0; i < left.length; i++) {
      left[i] += right[i];
    }
    return left;
  }

  @Override
  public long bytes() {
    return 8L * (mean.length + directions.length);
  }

  @Override
  public Accumulator<double[]> accumulator() {
    int d = mean.length;
    int chunk = Math.max(16, Math.min(1024, (1 << 17) / (d + width)));
    double[] centred = new double[chunk * d];
    double[] projected = new double[chunk * width];
    double[] centre = new double[width];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < width; i++) {
        centre[i] += mean[j] * directions[j * width + i];
      }
    }
    return (block, into) -> {
      if (block.isSparse() && !block.hasMissing(0, block.rows())) {
        addSparse(block, centre, into);
        return;
      }
      for (int first = 0; first < block.rows(); first += chunk) {
        int n = Math.min(chunk, block.rows() - first);
        for (int i = 0; i < n; i++) {
          centre(block, first + i, centred, i * d);
        }
        Blas.times(n, width, d, centred, directions, projected);
        Blas.addTransposedTimes(n, d, width, centred, projected, into, 0);
      }
    };
  }

  /** {@code sqrt(w) (x - mean)} of a row, 0 where it is missing. */
  private void centre(Block block, int row, double[] to, int at) {
    double root = Math.sqrt(block.weight(row));
    double[] values = block.isSparse() ? block.row(row) : block.values();
    int from = block.isSparse() ? 0 : row * mean.length;
    for (int j = 0; j < mean.length; j++) {
      double value = (values[from + j] - mean[j]) * root;
      to[at + j] = Double.isNaN(value) ? 0 : value;
    }
  }

  private void addSparse(Block block, double[] centre, double[] into) {
    SparseRows rows = block.sparseRows();
    double[] t = new double[width];
    double[] sum = new double[width];
    for (int row = 0; row < rows.rows(); row++) {
      double w = block.weight(row);
      if (w == 0) {
        continue; // 0 times infinity would be NaN
      }
      for (int i = 0; i < width; i++) {
        t[i] = -centre[i];
      }
      for (int e = rows.starts()[row]; e < rows.starts()[row + 1]; e++) {
        int from = rows.columns()[e] * width;
        for (int i = 0; i < width; i++) {
          t[i] += rows.values()[e] * directions[from + i];
        }
      }
      for (int i = 0; i < width; i++) {
        t[i] *= w;
        sum[i] += t[i];
      }
      for (int e = rows.starts()[row]; e < rows.starts()[row + 1]; e++) {
        int to = rows.columns()[e] * width;
        for (int i = 0; i < width; i++) {
          into[to + i] += rows.values()[e] * t[i];
        }
      }
    }
    for (int j = 0; j < mean.length; j++) {
      for (int i = 0; i < width; i++) {
        into[j * width + i] -= mean[j] * sum[i];
      }
    }
  }
}
