package io.entrosum.init;

import io.entrosum.family.Components;
import io.entrosum.train.DataProfile;
import java.util.List;

/** What components a mixture is to have: how training makes the first ones from the data. */
interface ComponentsPlan {
  /**
   * Components from which training may start.
   *
   * @param centres a point a component
   * @param seed of what is random besides them
   */
  Components around(List<double[]> centres, DataProfile profile, long seed);

  /**
   * Whether these have the centres as their means; else only hard assignments make them a start.
   */
  boolean startsAtCentres();

  /** Whether the components have variances in a column, which are relative to that of all rows. */
  boolean hasVariance(int column);

  /** The scale of each column in distances between rows, as a variance; infinite for categories. */
  double[] scales(DataProfile profile);

  /**
   * Components that training goes on from, with what this plan says of floors and bounds.
   *
   * @throws IllegalArgumentException if they are of another kind than planned
   */
  Components resumed(Components initial, DataProfile profile);
}
