package io.entrosum.family;

/** Probabilities of categories from counts, none of them below a bound. */
final class BoundedShares {
  private BoundedShares() {}

  /**
   * Turns counts into the probabilities that maximise {@code sum counts ln p} with all {@code p >=
   * least}: where none is below it, the shares; else those below are raised, and what is left is
   * shared among the others, until none of them is below.
   *
   * @param counts at least 0. Modified: the probabilities.
   * @param total their sum, > 0
   * @param least at most 1 / the number of counts
   * @return how many were raised
   */
  static int of(double[] counts, double total, double least) {
    boolean[] held = new boolean[counts.length];
    int raised = 0;
    double free = total;
    boolean settled = false;
    while (!settled) {
      settled = true;
      double scale = (1 - raised * least) / free;
      for (int v = 0; v < counts.length; v++) {
        if (!held[v] && counts[v] * scale < least) {
          held[v] = true;
          free -= counts[v];
          raised++;
          settled = false;
        }
      }
    }
    double scale = (1 - raised * least) / free;
    for (int v = 0; v < counts.length; v++) {
      counts[v] = held[v] ? least : counts[v] * scale;
    }
    return raised;
  }
}
