package io.entrosum.coding;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.linalg.Cholesky;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.SparseCodingSettings;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** A small model, rows drawn from it, and the posteriors that an E-step finds. */
final class CodingCase {
  /** To the last digits, where gradients are compared. */
  static final SearchLimits PRECISE = new SearchLimits(500, 500, 1e-18);

  final int d;
  final int h;
  final double[][] rows;
  final SparseCodingModel model;
  private final Block block;

  CodingCase(int d, int h, int n, double noise, PosteriorType type, long seed) {
    this.d = d;
    this.h = h;
    SplittableRandom random = new SplittableRandom(seed);
    double[] dictionary = new double[d * h];
    Arrays.setAll(dictionary, i -> random.nextGaussian());
    double[] scales = new double[h];
    Arrays.setAll(scales, i -> .5 + random.nextDouble());
    this.model =
        new SparseCodingModel(CodeParameters.normalised(d, dictionary, scales, noise), type);
    this.rows = new double[n][d];
    for (double[] row : rows) {
      model.sample(random, row);
    }
    this.block = Block.ofRows(rows).withWarmStart(new WarmStart(2 * n * h, 1));
  }

  /** A model near the one that made the rows, with other scales and noise. */
  SparseCodingModel other(long seed, EntropyWeights weights) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] dictionary = model.dictionary();
    Arrays.setAll(dictionary, i -> dictionary[i] + .2 * random.nextGaussian());
    double[] scales = model.scales();
    Arrays.setAll(scales, i -> scales[i] * (.7 + .6 * random.nextDouble()));
    return new SparseCodingModel(
            CodeParameters.normalised(d, dictionary, scales, 1.4 * model.noise()),
            model.posterior(),
            new SparseCodingSettings(PRECISE, DictionaryMethod.COLUMNS, 0, 0, 0))
        .withWeights(weights);
  }

  /** A model near the one that made the rows, whose E-steps end long before the optimum. */
  SparseCodingModel hasty(long seed) {
    SparseCodingModel near = other(seed, EntropyWeights.ONE);
    return new SparseCodingModel(
        near.codes(),
        near.posterior(),
        new SparseCodingSettings(new SearchLimits(1, 2, 0), DictionaryMethod.COLUMNS, 0, 0, 0));
  }

  Statistics statistics(SparseCodingModel of) {
    Statistics into = new Statistics(of.layout());
    of.eStep().add(block, into);
    return into;
  }

  /** Statistics of an E-step of a training that goes on from what {@code before} left. */
  Statistics continued(SparseCodingModel of, SparseCodingModel before) {
    step(before, StepCourse.fresh(0, 1));
    return step(of, new StepCourse(0, 2, List.of(before)));
  }

  private Statistics step(SparseCodingModel of, StepCourse course) {
    Statistics into = new Statistics(of.layout());
    of.eStep(course).add(block, into);
    return into;
  }

  /** The posteriors that an E-step of a training leaves beside the block. */
  PlainObjective posteriors(SparseCodingModel of) {
    step(of, StepCourse.fresh(0, 1));
    int half = rows.length * h;
    WarmStart room = Objects.requireNonNull(block.warmStart());
    double[] state = Objects.requireNonNull(room.take(0, 1, 2 * half));
    double[][] means = new double[rows.length][];
    double[][] covariances = new double[rows.length][];
    for (int n = 0; n < rows.length; n++) {
      means[n] = Arrays.copyOfRange(state, n * h, (n + 1) * h);
      double[] free = Arrays.copyOfRange(state, half + n * h, half + (n + 1) * h);
      covariances[n] = covariance(of, free);
    }
    room.keep(0, 1, state);
    return new PlainObjective(rows, means, covariances);
  }

  private double[] covariance(SparseCodingModel of, double[] free) {
    double[] matrix = new double[h * h];
    if (of.posterior() == PosteriorType.DIAGONAL) {
      for (int i = 0; i < h; i++) {
        matrix[i * h + i] = free[i] * free[i];
      }
      return matrix;
    }
    double[] precision = of.codes().gram();
    double factor = of.weights().likelihood() / of.weights().posterior() / of.noise();
    for (int i = 0; i < h * h; i++) {
      precision[i] *= factor;
    }
    for (int i = 0; i < h; i++) {
      precision[i * h + i] += free[i];
    }
    double[] k = Objects.requireNonNull(Cholesky.of(h, precision)).inverseFactor();
    for (int i = 0; i < h; i++) {
      for (int a = 0; a <= i; a++) {
        for (int b = 0; b <= i; b++) {
          matrix[a * h + b] += k[i * h + a] * k[i * h + b];
        }
      }
    }
    return matrix;
  }
}
