package io.entrosum.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The weighted mean and scatter of rows of D columns: all that a model of their covariance needs.
 *
 * <p>Sums are about a pivot; two of them are merged about their own means (Chan, Golub and LeVeque
 * 1983), so an offset of the data costs no digits.
 */
public final class SecondMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int d;
  private long rows;
  private long weightedRows;
  private double weight;

  /** Of the present pivot; the mean after {@link #centre}. */
  private final double[] pivot;

  /** {@code sum w (x - pivot)}, [D]. */
  private final double[] first;

  /** {@code sum w (x - pivot)(x - pivot)'}, row-major [D, D]; the upper triangle counts. */
  private final double[] scatter;

  /**
   * Moments of no rows.
   *
   * @param pivot near the mean of the rows, [D]. Not modified.
   */
  public SecondMoments(double[] pivot) {
    this.d = pivot.length;
    this.pivot = pivot.clone();
    this.first = new double[d];
    this.scatter = new double[Math.multiplyExact(d, d)];
  }

  /** The number D of columns. */
  public int columns() {
    return d;
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** The number of rows of positive weight. */
  public long weightedRows() {
    return weightedRows;
  }

  /** The sum of the weights. */
  public double weight() {
    return weight;
  }

  /** The point that sums are about, [D]; not to be modified. */
  public double[] pivot() {
    return pivot;
  }

  /** {@code sum w (x - pivot)}, [D], to be added to. */
  public double[] first() {
    return first;
  }

  /** {@code sum w (x - pivot)(x - pivot)'}, upper triangle, row-major [D, D], to be added to. */
  public double[] scatter() {
    return scatter;
  }

  /**
   * Counts rows that have been added to the sums.
   *
   * @param addedRows all of them
   * @param addedWeighted those of positive weight
   */
  public void count(long addedRows, long addedWeighted, double addedWeight) {
    rows += addedRows;
    weightedRows += addedWeighted;
    weight += addedWeight;
  }

  /** Makes the mean the pivot: afterwards {@code first} is 0. */
  public SecondMoments centre() {
    if (weight > 0) {
      for (int i = 0; i < d; i++) {
        double step = first[i] / weight;
        for (int j = i; j < d && step != 0; j++) {
          scatter[i * d + j] -= step * first[j];
        }
        scatter[i * d + i] = Math.max(0, scatter[i * d + i]);
      }
      for (int j = 0; j < d; j++) {
        pivot[j] += first[j] / weight;
      }
      Arrays.fill(first, 0.0);
    }
    return this;
  }

  /**
   * Makes all rows so far count less; how many there were is kept.
   *
   * @param factor of their weights, above 0 and at most 1
   */
  public SecondMoments fade(double factor) {
    centre();
    for (int i = 0; i < scatter.length; i++) {
      scatter[i] *= factor;
    }
    weight *= factor;
    return this;
  }

  /** Adds other moments, which are left centred. */
  public SecondMoments merge(SecondMoments other) {
    centre();
    other.centre();
    if (weight == 0) {
      System.arraycopy(other.pivot, 0, pivot, 0, d);
    } else if (other.weight > 0) {
      double share = weight * other.weight / (weight + other.weight);
      double part = other.weight / (weight + other.weight);
      double[] difference = new double[d];
      Arrays.setAll(difference, j -> other.pivot[j] - pivot[j]);
      for (int i = 0; i < d; i++) {
        double scaled = share * difference[i];
        for (int j = i; j < d; j++) {
          scatter[i * d + j] += scaled * difference[j];
        }
        pivot[i] += part * difference[i];
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        scatter[i * d + j] += other.scatter[i * d + j];
      }
    }
    count(other.rows, other.weightedRows, other.weight);
    return this;
  }

  /** {@code sum w (x - mean)(x - mean)'}, row-major [D, D], both triangles, a copy. */
  public double[] symmetricScatter() {
    centre();
    double[] whole = scatter.clone();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        whole[i * d + j] = whole[j * d + i];
      }
    }
    return whole;
  }

  /** The mean, [D], a copy. */
  public double[] mean() {
    centre();
    return pivot.clone();
  }

  /** The variance of each column, divided by the weight, [D]. */
  public double[] variances() {
    centre();
    double[] variances = new double[d];
    Arrays.setAll(variances, j -> scatter[j * d + j] / weight);
    return variances;
  }
}
