package io.entrosum.init;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import io.entrosum.model.PrincipalComponents;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.Starts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Where iterations of probabilistic PCA and factor analysis start.
 *
 * @param scales the variance of each column, or what stands for it where it is 0
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record FactorStarts(FactorSpec spec, double[] scales) {
  /** Passes of the block Krylov start. */
  static final int KRYLOV_PASSES = 4;

  /** The least start of the noise, relative to the explained variance a column. */
  private static final double LEAST_NOISE = 1e-6;

  /** The least start of a factor, relative to the noise: 0 would stay 0. */
  private static final double LEAST_FACTOR = .01;

  /** Factor analysis starts from probabilistic PCA of the correlations; PCA from itself. */
  FactorModel fromMoments(SecondMoments moments, int h) {
    int d = moments.columns();
    double[] deviations = Arrays.stream(scales).map(Math::sqrt).toArray();
    if (spec.noise() == NoiseType.ISOTROPIC) {
      Arrays.fill(deviations, 1);
    }
    double[] correlations = moments.symmetricScatter();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        correlations[i * d + j] /= moments.weight() * deviations[i] * deviations[j];
      }
    }
    PrincipalComponents axes = PrincipalComponents.of(moments.mean(), correlations, h);
    double[] values = Arrays.copyOf(axes.eigenvalues(), h);
    return start(moments.mean(), deviations, values, axes.axes(h), axes.noise(h));
  }

  /** From a few passes over data that is too wide for second moments; one start a number. */
  List<FactorModel> fromPasses(Pass pass, DataProfile profile, int[] latentDimensions) {
    int d = pass.columns();
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    BlockKrylov krylov = BlockKrylov.of(pass, profile, most, KRYLOV_PASSES, spec.seed());
    double total = Arrays.stream(profile.variances()).sum();
    double[] ones = new double[d];
    Arrays.fill(ones, 1);
    List<FactorModel> starts = new ArrayList<>();
    for (int h : latentDimensions) {
      double[] values = Arrays.copyOf(krylov.values, h);
      double rest = (total - Arrays.stream(values).sum()) / (d - h);
      double[] vectors = new double[d * h];
      for (int j = 0; j < d; j++) {
        System.arraycopy(krylov.vectors, j * most, vectors, j * h, h);
      }
      starts.add(start(profile.means(), ones, values, vectors, rest));
    }
    return starts;
  }

  /**
   * {@code W = S U (L - s2)^1/2, psi = s2 S^2}.
   *
   * @param deviations S, by which columns were divided, [D]
   * @param values L, the variances along the axes, [H]
   * @param vectors U, the axes, row-major [D, H]
   * @param rest s2, the variance along other axes
   */
  private FactorModel start(
      double[] mean, double[] deviations, double[] values, double[] vectors, double rest) {
    int d = mean.length;
    int h = values.length;
    double least = LEAST_NOISE * Arrays.stream(values).sum() / d;
    double noise = Math.max(rest, least > 0 ? least : 1);
    double[] loadings = new double[d * h];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        double excess = Math.sqrt(Math.max(LEAST_FACTOR * noise, values[i] - noise));
        loadings[j * h + i] = deviations[j] * excess * vectors[j * h + i];
      }
    }
    double[] variances = new double[spec.noise().size(d)];
    Arrays.setAll(
        variances,
        j -> spec.noise() == NoiseType.ISOTROPIC ? noise : noise * deviations[j] * deviations[j]);
    return FactorModel.of(mean, loadings, spec.noise(), variances, floor())
        .withRotation(spec.rotation());
  }

  /**
   * A model to go on from, with what is wanted of floor and rotation.
   *
   * @throws UnusableDataException if it is of another shape than wanted
   */
  FactorModel resumed(FactorModel model) {
    FactorComponents components = model.components();
    if (components.noiseType() != spec.noise()
        || components.latentDimensions() != spec.latentDimensions()
        || components.dimensions() != scales.length) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "the initial model has %d columns, %d latent dimensions and %s noise, but %d, %d and"
                  + " %s are wanted",
              components.dimensions(),
              components.latentDimensions(),
              components.noiseType().label(),
              scales.length,
              spec.latentDimensions(),
              spec.noise().label()));
    }
    return new FactorModel(components.withFloor(floor()), spec.rotation());
  }

  /**
   * The starts of trainings; models that were kept get the floor and the rotation that they had.
   *
   * @param size how many there are
   */
  Starts<FactorModel> of(int size, Supplier<List<FactorModel>> models) {
    return new Starts<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public List<FactorModel> models() {
        return models.get();
      }

      @Override
      public FactorModel restored(int training, FactorModel kept) {
        return new FactorModel(kept.components().withFloor(floor()), spec.rotation());
      }
    };
  }

  /** The floor of the noise. */
  CovarianceFloor floor() {
    return CovarianceFloor.relativeTo(spec.noiseFloor(), scales);
  }
}
