package io.entrosum.init;

import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.SparseCodingSettings;
import io.entrosum.train.Annealing;
import io.entrosum.train.AscentTrainer;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What sparse coding model to train, and how.
 *
 * @param latentDimensions the number H of latents, at least 1; may be more than the columns
 * @param posterior the family of posteriors
 * @param method how the dictionary is improved
 * @param start the dictionary at first
 * @param annealing of the first iterations
 * @param limits of the search for posteriors in a pass
 * @param noiseFloor the least noise variance, relative to the mean square of the data
 * @param deadLatents what is done about latents that no row uses
 * @param restarts the number of starts, trained together; the best is kept
 * @param seed of random starts
 */
public record SparseCodingSpec(
    int latentDimensions,
    PosteriorType posterior,
    DictionaryMethod method,
    Start start,
    Annealing annealing,
    SearchLimits limits,
    double noiseFloor,
    DeadLatents deadLatents,
    int restarts,
    long seed) {
  /** No scale becomes less than this share of where it starts. */
  private static final double LEAST_SCALE = 1e-6;

  /**
   * The same while the prior weighs more than the entropy of posteriors. Of bars with prior weights
   * from 10 on, a tenth lets all codes collapse and a quarter some, and they recover slowly.
   */
  private static final double ANNEALED_SCALE = .5;

  /** The noise floor where nothing else is said. */
  public static final double DEFAULT_NOISE_FLOOR = 1e-6;

  /** The dictionary at first. */
  public enum Start {
    /** Directions drawn uniformly. */
    RANDOM,
    /** Rows drawn from the data. */
    ROWS;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is done about latents that no row uses. */
  public enum DeadLatents {
    /** They are reported. */
    KEEP,
    /**
     * They get fields of badly explained rows, and training goes on; what it gives is kept where
     * the bound is higher.
     */
    RESEED;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range, or there is annealing for a method
   *     that does not anneal
   */
  public SparseCodingSpec {
    if (!method.anneals() && annealing.length() > 0) {
      throw new IllegalArgumentException(
          "annealing: must be none for method = "
              + method.label()
              + ", which maximises no weighted bound, but has "
              + annealing.length()
              + " iterations (method = quasi-newton or columns)");
    }
    if (latentDimensions < 1) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be >= 1 but was " + latentDimensions);
    }
    if (!(noiseFloor >= 0 && noiseFloor < 1)) {
      throw new IllegalArgumentException("noise-floor: must be >= 0 and < 1 but was " + noiseFloor);
    }
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: must be >= 1 but was " + restarts);
    }
  }

  /** A model with defaults: full covariances, quasi-Newton steps, no annealing, one start. */
  public static SparseCodingSpec of(int latentDimensions) {
    return new SparseCodingSpec(
        latentDimensions,
        PosteriorType.FULL,
        DictionaryMethod.QUASI_NEWTON,
        Start.RANDOM,
        Annealing.NONE,
        SearchLimits.TRAINING,
        DEFAULT_NOISE_FLOOR,
        DeadLatents.KEEP,
        1,
        1);
  }

  /** The same with another number of latents. */
  public SparseCodingSpec withLatentDimensions(int number) {
    return changed(all -> all.latentDimensions = number);
  }

  /** The same with other posteriors. */
  public SparseCodingSpec with(PosteriorType other) {
    return changed(all -> all.posterior = other);
  }

  /** The same with another method. */
  public SparseCodingSpec with(DictionaryMethod other) {
    return changed(all -> all.method = other);
  }

  /** The same with another start. */
  public SparseCodingSpec with(Start other) {
    return changed(all -> all.start = other);
  }

  /** The same with other weights in the first iterations. */
  public SparseCodingSpec with(Annealing other) {
    return changed(all -> all.annealing = other);
  }

  /** The same with another way with dead latents. */
  public SparseCodingSpec with(DeadLatents other) {
    return changed(all -> all.deadLatents = other);
  }

  /** The same with another number of starts and another seed. */
  public SparseCodingSpec withStarts(int number, long newSeed) {
    return changed(
        all -> {
          all.restarts = number;
          all.seed = newSeed;
        });
  }

  private SparseCodingSpec changed(Consumer<Changes> change) {
    Changes all = new Changes(this);
    change.accept(all);
    return all.spec();
  }

  /** The components of a spec, to be changed. */
  private static final class Changes {
    int latentDimensions;
    PosteriorType posterior;
    DictionaryMethod method;
    Start start;
    Annealing annealing;
    final SearchLimits limits;
    final double noiseFloor;
    DeadLatents deadLatents;
    int restarts;
    long seed;

    Changes(SparseCodingSpec from) {
      latentDimensions = from.latentDimensions;
      posterior = from.posterior;
      method = from.method;
      start = from.start;
      annealing = from.annealing;
      limits = from.limits;
      noiseFloor = from.noiseFloor;
      deadLatents = from.deadLatents;
      restarts = from.restarts;
      seed = from.seed;
    }

    SparseCodingSpec spec() {
      return new SparseCodingSpec(
          latentDimensions,
          posterior,
          method,
          start,
          annealing,
          limits,
          noiseFloor,
          deadLatents,
          restarts,
          seed);
    }
  }

  /** How the bound is climbed. */
  AscentTrainer.Ascent ascent() {
    return new AscentTrainer.Ascent(
        method == DictionaryMethod.QUASI_NEWTON, AscentTrainer.Ascent.DEFAULT.memory(), annealing);
  }

  /**
   * What training wants of a model.
   *
   * @param scale where scales start
   * @param meanSquare of the data, a column
   */
  SparseCodingSettings settings(double scale, double meanSquare) {
    return new SparseCodingSettings(
        limits, method, LEAST_SCALE * scale, ANNEALED_SCALE * scale, noiseFloor * meanSquare);
  }
}
