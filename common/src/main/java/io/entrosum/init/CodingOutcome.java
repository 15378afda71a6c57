package io.entrosum.init;

import io.entrosum.entropy.Entropies;
import io.entrosum.model.SparseCoding;
import io.entrosum.train.DataProfile;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;

/**
 * What came of a training of sparse coding.
 *
 * @param <M> the model
 */
public interface CodingOutcome<M extends SparseCoding<M>> {
  /** The model, its bound, the iterations. */
  TrainingResult<M> result();

  /** Of the data. */
  DataProfile profile();

  /** The share of the energy of the data that is in the means of its columns. */
  default double meanShare() {
    double means = Arrays.stream(profile().means()).map(m -> m * m).sum();
    return means / (means + Arrays.stream(profile().variances()).sum());
  }

  /**
   * The mean log-likelihood of noise alone, nats: {@code -D/2 ln(2 pi e s2)}, s2 the mean square of
   * the data. Latents explain nothing where the bound is not above it.
   */
  default double noiseAlone() {
    int d = profile().means().length;
    return -Entropies.gaussian(d, d * Math.log(SparseCodingStarts.energy(profile()) / d));
  }
}
