package io.entrosum.init;

import io.entrosum.coding.CodeParameters;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.Starts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where training of sparse coding starts: half of the energy of the data is the codes', evenly, and
 * half the noise's.
 *
 * @param spec what is wanted
 * @param columns the number D of columns
 * @param energy the mean of {@code |x|^2} over rows
 */
record SparseCodingStarts(SparseCodingSpec spec, int columns, double energy) {
  static SparseCodingStarts of(SparseCodingSpec spec, DataProfile profile) {
    return new SparseCodingStarts(spec, profile.means().length, energy(profile));
  }

  /** The mean of {@code |x|^2} over rows. */
  static double energy(DataProfile profile) {
    double[] means = profile.means();
    double[] variances = profile.variances();
    double energy = 0;
    for (int j = 0; j < means.length; j++) {
      energy += variances[j] + means[j] * means[j];
    }
    return energy;
  }

  /** {@code sqrt(energy / (2 H))}: at {@code 2 lambda^2} a latent, codes would have all of it. */
  double scale() {
    return Math.sqrt(energy / (2.0 * spec.latentDimensions()));
  }

  private SparseCodingModel model(double[] dictionary, double[] scales, double noise) {
    return wanting(CodeParameters.normalised(columns, dictionary, scales, noise));
  }

  /** The start of a restart, 0 to restarts - 1. */
  SparseCodingModel start(Pass pass, int restart) {
    int h = spec.latentDimensions();
    double[] scales = new double[h];
    Arrays.fill(scales, scale());
    long seed = spec.seed() + 0x9E3779B97F4A7C15L * restart;
    double[] dictionary =
        spec.start() == SparseCodingSpec.Start.ROWS ? rows(pass, seed) : random(seed);
    return model(dictionary, scales, energy / (2 * columns));
  }

  private double[] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] dictionary = new double[columns * spec.latentDimensions()];
    Arrays.setAll(dictionary, i -> random.nextGaussian());
    return dictionary;
  }

  private double[] rows(Pass pass, long seed) {
    int h = spec.latentDimensions();
    double[] ones = new double[columns];
    Arrays.fill(ones, 1);
    Centres none = new Centres(List.of(), ones);
    List<double[]> rows =
        pass.aggregate(new RowRace(columns, h, none, seed), "start: rows of the data")
            .rows(new double[columns]);
    double[] dictionary = random(seed); // where there are fewer distinct rows than latents
    for (int i = 0; i < rows.size(); i++) {
      put(rows.get(i), dictionary, i);
    }
    return dictionary;
  }

  private void put(double[] field, double[] dictionary, int latent) {
    boolean zero = Arrays.stream(field).allMatch(value -> value == 0);
    for (int j = 0; j < columns && !zero; j++) {
      dictionary[j * spec.latentDimensions() + latent] = field[j];
    }
  }

  /** A model with new fields for dead latents: what the most probable codes leave of rows. */
  SparseCodingModel reseeded(SparseCodingModel trained, int[] dead, Pass pass, int round) {
    List<double[]> rests =
        pass.aggregate(
                new BadlyExplained(trained, dead.length, spec.seed() + round),
                "badly explained rows, for dead latents")
            .rows(new double[columns]);
    double[] dictionary = trained.dictionary();
    double[] scales = trained.scales();
    double mean = Arrays.stream(scales).average().orElseThrow();
    for (int i = 0; i < Math.min(rests.size(), dead.length); i++) {
      put(rests.get(i), dictionary, dead[i]);
      scales[dead[i]] = mean;
    }
    return model(dictionary, scales, trained.noise());
  }

  /**
   * The starts of trainings that share passes.
   *
   * @param starts of each; what is wanted of models that were kept
   * @param model makes the one that a training begins with
   */
  static Starts<SparseCodingModel> all(
      List<SparseCodingStarts> starts, IntFunction<SparseCodingModel> model) {
    return new Starts<>() {
      @Override
      public int size() {
        return starts.size();
      }

      @Override
      public List<SparseCodingModel> models() {
        return IntStream.range(0, starts.size()).mapToObj(model).toList();
      }

      @Override
      public SparseCodingModel restored(int training, SparseCodingModel kept) {
        return starts.get(training).wanting(kept.codes());
      }
    };
  }

  private SparseCodingModel wanting(CodeParameters codes) {
    return new SparseCodingModel(codes, spec.posterior(), spec.settings(scale(), energy / columns));
  }

  /**
   * A model to go on from, with what is wanted of floors and search.
   *
   * @throws UnusableDataException if it is of another shape than wanted
   */
  SparseCodingModel resumed(SparseCodingModel model) {
    if (model.latentDimensions() != spec.latentDimensions() || model.dimensions() != columns) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "the initial model has %d columns and %d latent dimensions, but %d and %d are wanted",
              model.dimensions(),
              model.latentDimensions(),
              columns,
              spec.latentDimensions()));
    }
    return model(model.dictionary(), model.scales(), model.noise());
  }
}
