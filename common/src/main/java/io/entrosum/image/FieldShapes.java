package io.entrosum.image;

import java.util.ArrayList;
import java.util.List;

/**
 * What the fields of a dictionary look like.
 *
 * @param fits one a field, in the order of the columns
 */
public record FieldShapes(List<GaborFit> fits) {
  /** Keeps a copy of the list. */
  public FieldShapes {
    fits = List.copyOf(fits);
  }

  /**
   * The shapes of the columns of a dictionary.
   *
   * @param dictionary row-major [D, H]. Not modified.
   * @param size of a field; D is the number of its pixels
   * @throws IllegalArgumentException if these do not fit together
   * @see GaborFit#of
   */
  public static FieldShapes of(double[] dictionary, PatchSize size) {
    int d = size.pixels();
    if (dictionary.length % d != 0) {
      throw new IllegalArgumentException(
          "dictionary: must have a multiple of " + d + " numbers but has " + dictionary.length);
    }
    int h = dictionary.length / d;
    List<GaborFit> fits = new ArrayList<>();
    double[] field = new double[d];
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < d; j++) {
        field[j] = dictionary[j * h + i];
      }
      fits.add(GaborFit.of(field, size));
    }
    return new FieldShapes(fits);
  }

  /** How many fields are like Gabor functions: R² of at least {@link GaborFit#GOOD}. */
  public int gabors() {
    return (int) fits.stream().filter(GaborFit::isGood).count();
  }

  /** The share of fields that are like Gabor functions; 0 of none. */
  public double share() {
    return fits.isEmpty() ? 0 : (double) gabors() / fits.size();
  }
}
