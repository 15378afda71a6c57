package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.stats.ModelEvent;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sparse coding, whatever finds the posteriors of rows: a dictionary whose latents have Laplace
 * priors.
 *
 * <pre>
 *   z_h ~ Laplace(lambda_h)     H latents
 *   x   ~ N(W z, s2 I)          a row of D columns; the columns of W have unit norm
 * </pre>
 *
 * @param <M> the model itself
 */
public sealed interface SparseCoding<M extends SparseCoding<M>> extends LatentModel<M>
    permits SparseCodingModel, AmortisedCodingModel {
  /** The parameters. */
  CodeParameters codes();

  /** The number H of latents. */
  int latentDimensions();

  /** Where posteriors come from, as in a configuration: full, diagonal or amortised. */
  String posteriorLabel();

  /** A scorer with its own scratch memory, for one thread. */
  CodeScorer scorer();

  /** W, row-major [D, H], a copy. */
  default double[] dictionary() {
    return codes().dictionary().clone();
  }

  /** lambda, [H], a copy. */
  default double[] scales() {
    return codes().scales().clone();
  }

  /** s2. */
  default double noise() {
    return codes().noise();
  }

  /** The latents that rows do not use, see {@link CodeParameters#dead}. */
  default int[] dead() {
    return codes().dead();
  }

  /** What is to be said of latents that rows do not use; nothing if there are none. */
  default List<ModelEvent> deadLatents() {
    int dead = dead().length;
    return dead == 0
        ? List.of()
        : List.of(
            new ModelEvent(
                ModelEvent.Kind.DEAD_LATENT,
                -1,
                dead,
                dead
                    + " of "
                    + latentDimensions()
                    + " latents are dead: their scales are below a twentieth of the largest, and"
                    + " the noise"));
  }

  /** Draws rows, one after the other. */
  default Sampler sampler() {
    CodeParameters codes = codes();
    return (random, row) -> {
      int h = codes.latents();
      double deviation = Math.sqrt(codes.noise());
      for (int j = 0; j < row.length; j++) {
        row[j] = deviation * random.nextGaussian();
      }
      for (int i = 0; i < h; i++) {
        double size = codes.scales()[i] * random.nextExponential();
        double code = random.nextBoolean() ? size : -size;
        for (int j = 0; j < row.length; j++) {
          row[j] += code * codes.dictionary()[j * h + i];
        }
      }
    };
  }

  /** Draws rows. */
  interface Sampler {
    /**
     * Draws a row.
     *
     * @param row Modified. Overwritten, length D.
     */
    void sample(RandomGenerator random, double[] row);
  }
}
