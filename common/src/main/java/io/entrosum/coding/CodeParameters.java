package io.entrosum.coding;

import io.entrosum.linalg.Blas;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The parameters of sparse coding.
 *
 * <pre>
 *   z_h ~ Laplace(lambda_h)     H latents, density exp(-|z| / lambda) / (2 lambda)
 *   x   ~ N(W z, s2 I)          a row of D columns; the columns of W have unit norm
 * </pre>
 *
 * @param columns the number D of columns of the data
 * @param dictionary W, row-major [D, H]; not to be modified
 * @param scales lambda, [H], positive; not to be modified
 * @param noise s2, positive
 */
@SuppressWarnings("ArrayRecordComponent") // a value inside the package's callers, never compared
public record CodeParameters(int columns, double[] dictionary, double[] scales, double noise)
    implements Serializable {
  private static final double UNIT = 1e-6;

  /** Scales below this share of the largest, and below the noise, are those of dead latents. */
  private static final double DEAD = .05;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if lengths do not fit, a column of the dictionary is not of
   *     unit norm to 1e-6, or a scale or the noise is not positive and finite
   */
  public CodeParameters {
    int h = scales.length;
    if (columns < 1 || h < 1 || dictionary.length != (long) columns * h) {
      throw new IllegalArgumentException(
          "sparse coding: a dictionary of "
              + dictionary.length
              + " numbers is not one of "
              + columns
              + " columns by "
              + h
              + " latents");
    }
    for (int i = 0; i < h; i++) {
      checkPositive("scale " + i, scales[i]);
      double norm = norm(columns, h, dictionary, i);
      if (!(Math.abs(norm - 1) <= UNIT)) {
        throw new IllegalArgumentException(
            "sparse coding: column "
                + i
                + " of the dictionary must be of unit norm but has norm "
                + norm);
      }
    }
    checkPositive("the noise variance", noise);
  }

  private static void checkPositive(String what, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "sparse coding: " + what + " must be positive and finite but was " + value);
    }
  }

  /**
   * Parameters of unit norm, from a dictionary of any: its columns are divided by their norms, a
   * column of zeros becomes the first unit vector.
   *
   * @param dictionary row-major [D, H]. Not modified.
   * @param scales kept, not copied
   */
  public static CodeParameters normalised(
      int columns, double[] dictionary, double[] scales, double noise) {
    int h = scales.length;
    double[] unit = dictionary.clone();
    for (int i = 0; i < h; i++) {
      double norm = norm(columns, h, dictionary, i);
      if (norm > 0 && norm < Double.POSITIVE_INFINITY) {
        for (int j = 0; j < columns; j++) {
          unit[j * h + i] /= norm;
        }
      } else {
        for (int j = 0; j < columns; j++) {
          unit[j * h + i] = j == 0 ? 1 : 0;
        }
      }
    }
    return new CodeParameters(columns, unit, scales, noise);
  }

  private static double norm(int columns, int h, double[] dictionary, int column) {
    double largest = 0;
    for (int j = 0; j < columns; j++) {
      largest = Math.max(largest, Math.abs(dictionary[j * h + column]));
    }
    if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
      return largest;
    }
    double sum = 0;
    for (int j = 0; j < columns; j++) {
      double value = dictionary[j * h + column] / largest;
      sum += value * value;
    }
    return largest * Math.sqrt(sum);
  }

  /** The norms of the columns of a dictionary, row-major [D, H]. */
  public static double[] norms(int columns, int h, double[] dictionary) {
    double[] norms = new double[h];
    Arrays.setAll(norms, i -> norm(columns, h, dictionary, i));
    return norms;
  }

  /**
   * The latents that rows do not use: their scale is below {@value #DEAD} of the largest, and their
   * variance {@code 2 lambda^2} below that of the noise.
   *
   * @return in rising order
   */
  public int[] dead() {
    double largest = Arrays.stream(scales).max().orElseThrow();
    return IntStream.range(0, latents())
        .filter(i -> scales[i] < DEAD * largest && 2 * scales[i] * scales[i] < noise)
        .toArray();
  }

  /** The number H of latents. */
  public int latents() {
    return scales.length;
  }

  /**
   * The same in canonical order: latents by falling scale, signs so that the largest element of
   * each column of the dictionary is positive.
   */
  public CodeParameters canonical() {
    int h = latents();
    int[] order = order();
    boolean[] negative = negative();
    double[] ordered = new double[columns * h];
    double[] orderedScales = new double[h];
    for (int i = 0; i < h; i++) {
      int from = order[i];
      orderedScales[i] = scales[from];
      for (int j = 0; j < columns; j++) {
        double value = dictionary[j * h + from];
        ordered[j * h + i] = negative[from] ? -value : value;
      }
    }
    return new CodeParameters(columns, ordered, orderedScales, noise);
  }

  /** The latents in canonical order: by falling scale. */
  public int[] order() {
    return IntStream.range(0, latents())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scales[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Of which latents the largest element of the field is negative, [H]. */
  public boolean[] negative() {
    int h = latents();
    boolean[] negative = new boolean[h];
    for (int i = 0; i < h; i++) {
      double largest = 0;
      for (int j = 0; j < columns; j++) {
        double value = dictionary[j * h + i];
        largest = Math.abs(value) > Math.abs(largest) ? value : largest;
      }
      negative[i] = largest < 0;
    }
    return negative;
  }

  /** {@code W'W}, row-major [H, H]; cost {@code 2 D H^2} flops. */
  public double[] gram() {
    int h = latents();
    double[] gram = new double[Math.multiplyExact(h, h)];
    Blas.addTransposedTimes(columns, h, h, dictionary, dictionary, gram, 0);
    return gram;
  }
}
