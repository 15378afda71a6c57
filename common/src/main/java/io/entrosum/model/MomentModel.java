package io.entrosum.model;

import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;

/** A model whose E-step over complete rows follows from their mean and scatter alone. */
public interface MomentModel {
  /** The statistics of an E-step over the rows that moments are of. */
  Statistics statistics(SecondMoments moments);
}
