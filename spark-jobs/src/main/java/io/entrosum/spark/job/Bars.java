package io.entrosum.spark.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Images of bars (arXiv 2311.01888, section 5.1): {@code size x size} pixels, row by row, each the
 * sum of the bars through it plus Gaussian noise. A bar is one row or one column of the image, of
 * value 1 times its latent.
 *
 * @param size the number of pixels along an edge; there are twice as many bars, the horizontal ones
 *     from top to bottom, then the vertical ones from left to right
 * @param latents what the latents of bars are drawn from
 * @param probability that a bar is there, where latents are 0 or 1
 * @param noise standard deviation of the noise of a pixel
 */
record Bars(int size, Latents latents, double probability, double noise, long seed)
    implements RowSource {
  /** What the latents of bars are drawn from. */
  enum Latents {
    /** Of mean 0 and scale 1. */
    LAPLACE,
    /** 0 or 1. */
    BERNOULLI;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The options of this generator; picocli sets the fields. */
  static final class Options {
    private static final int MOST = 1000;

    @Option(
        names = "--size",
        paramLabel = "N",
        description = "of bars: images have N x N pixels and 2 N bars; default: 5")
    private @Nullable Integer size;

    @Option(
        names = "--latents",
        paramLabel = "NAME",
        description = "of bars: laplace (the default) or bernoulli")
    private @Nullable String latents;

    @Option(
        names = "--probability",
        paramLabel = "X",
        description = "of bars with bernoulli latents: that a bar is there; default: 0.2")
    private @Nullable Double probability;

    @Option(
        names = "--noise",
        paramLabel = "X",
        description = "of bars: standard deviation of the noise of a pixel; default: 0.1")
    private @Nullable Double noise;

    /** Whether one of them was given. */
    boolean any() {
      return Stream.of(size, latents, probability, noise).anyMatch(Objects::nonNull);
    }

    /**
     * The generator that they describe.
     *
     * @throws JobException if one is out of range
     */
    Bars generator(long seed) {
      Bars bars =
          new Bars(
              Objects.requireNonNullElse(size, 5),
              chosenLatents(),
              Objects.requireNonNullElse(probability, 0.2),
              Objects.requireNonNullElse(noise, 0.1),
              seed);
      if (bars.size < 1 || bars.size > MOST) {
        throw JobException.usage("--size: must be >= 1 and <= " + MOST + " but was " + bars.size);
      }
      if (probability != null && bars.latents != Latents.BERNOULLI) {
        throw JobException.usage("--probability: is an option of --latents bernoulli");
      }
      if (!(bars.probability >= 0 && bars.probability <= 1)) {
        throw JobException.usage(
            "--probability: must be >= 0 and <= 1 but was " + bars.probability);
      }
      if (!(bars.noise >= 0 && bars.noise < Double.POSITIVE_INFINITY)) {
        throw JobException.usage("--noise: must be >= 0 and finite but was " + bars.noise);
      }
      return bars;
    }

    private Latents chosenLatents() {
      if (latents == null) {
        return Latents.LAPLACE;
      }
      return Arrays.stream(Latents.values())
          .filter(one -> one.label().equals(latents))
          .findFirst()
          .orElseThrow(
              () ->
                  JobException.usage(
                      "--latents: must be one of "
                          + Arrays.stream(Latents.values())
                              .map(Latents::label)
                              .collect(Collectors.joining(", "))
                          + " but was "
                          + latents));
    }
  }

  @Override
  public StructType schema() {
    return new StructType()
        .add("features", SQLDataTypes.VectorType(), false)
        .add("latent", SQLDataTypes.VectorType(), false);
  }

  @Override
  public LongFunction<Row> open() {
    return this::row;
  }

  private Row row(long index) {
    SplittableRandom random = RowSource.random(seed, index);
    double[] latent = new double[2 * size];
    for (int h = 0; h < latent.length; h++) {
      latent[h] =
          switch (latents) {
            case LAPLACE -> (random.nextBoolean() ? 1 : -1) * random.nextExponential();
            case BERNOULLI -> random.nextDouble() < probability ? 1 : 0;
          };
    }
    double[] pixels = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        pixels[i * size + j] = latent[i] + latent[size + j] + noise * random.nextGaussian();
      }
    }
    return RowFactory.create(Vectors.dense(pixels), Vectors.dense(latent));
  }
}
