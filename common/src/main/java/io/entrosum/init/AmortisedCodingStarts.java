package io.entrosum.init;

import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Starts;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Scaling;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VarianceMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where amortised sparse coding starts. Scales and noise are at their optimum from the first pass
 * on, whatever they start with.
 *
 * @param architecture with the columns of the data
 * @param energy the mean of {@code |x|^2} over rows
 * @param initial what to go on from, or null
 */
record AmortisedCodingStarts(
    AmortisedCodingSpec spec,
    Architecture architecture,
    double energy,
    @Nullable AmortisedCodingModel initial)
    implements Starts<AmortisedCodingModel> {
  private static final VarianceMethod CLOSED_FORM = VarianceMethod.CLOSED_FORM;

  static AmortisedCodingStarts of(
      AmortisedCodingSpec spec, DataProfile profile, @Nullable AmortisedCodingModel initial) {
    return new AmortisedCodingStarts(
        spec,
        spec.architecture().ofColumns(profile.means().length),
        SparseCodingStarts.energy(profile),
        initial);
  }

  @Override
  public int size() {
    return initial == null ? spec.restarts() : 1;
  }

  @Override
  public List<AmortisedCodingModel> models() {
    return IntStream.range(0, size())
        .mapToObj(i -> initial == null ? start(i) : resumed(initial))
        .toList();
  }

  @Override
  public AmortisedCodingModel restored(int training, AmortisedCodingModel kept) {
    return kept.learning(spec.learning());
  }

  private AmortisedCodingModel start(int restart) {
    int d = architecture.columns();
    double meanSquare = energy / d;
    double[] prior = new double[architecture.latents()];
    Arrays.fill(prior, 1);
    VaeParameters parameters =
        new VaeParameters(
            architecture,
            CLOSED_FORM,
            Scaling.uncentred(d, powerOfTwo(Math.sqrt(meanSquare))),
            NetworkStarts.weights(
                architecture, CLOSED_FORM, spec.learning().seed() + 0x9E3779B97F4A7C15L * restart),
            meanSquare,
            prior);
    return new AmortisedCodingModel(parameters).learning(spec.learning());
  }

  /** The largest that is not above a number: nothing is rounded on the way to networks and back. */
  private static double powerOfTwo(double number) {
    return Math.scalb(1.0, Math.getExponent(number));
  }

  /**
   * A model to go on from.
   *
   * @throws UnusableDataException if it is another one than wanted
   */
  private AmortisedCodingModel resumed(AmortisedCodingModel model) {
    if (!model.architecture().equals(architecture)) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "the initial model is another one than wanted: %s instead of %s",
              model.architecture(),
              architecture));
    }
    return model.learning(spec.learning());
  }
}
