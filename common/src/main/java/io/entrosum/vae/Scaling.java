package io.entrosum.vae;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The fixed affine map between rows and the units of the networks, {@code x' = (x - centre) /
 * scale}: numbers of single precision keep their digits whatever the offset and scale of the data.
 *
 * @param centre [D]
 * @param scale [D], above 0; all the same where one s2 is that of all columns
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Scaling(double[] centre, double[] scale) implements Serializable {
  /** Rows as they are. */
  public static Scaling none(int columns) {
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    return new Scaling(new double[columns], ones);
  }

  /** Rows over one number, not centred. */
  public static Scaling uncentred(int columns, double scale) {
    double[] all = new double[columns];
    Arrays.fill(all, scale);
    return new Scaling(new double[columns], all);
  }

  /** {@code 2 sum_d ln scale_d}. */
  double logScales() {
    return Arrays.stream(scale).map(Math::log).sum() * 2;
  }

  /** The scale of all columns, where they have one. */
  public double common() {
    return scale[0];
  }

  /** A number of a row in the units of the networks. */
  float inside(double x, int column) {
    return (float) ((x - centre[column]) / scale[column]);
  }

  /** A mean that a decoder gives, in the units of the rows. */
  double outside(float mean, int column) {
    return centre[column] + scale[column] * mean;
  }
}
