package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.PosteriorType;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Slot;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VaeSums;
import io.entrosum.vae.VarianceMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sparse coding whose posteriors are those of a network.
 *
 * <pre>
 *   z_h ~ Laplace(lambda_h)     H latents
 *   x   ~ N(W z, s2 I)          a row of D columns; the columns of W have unit norm
 *   q(z | x) = N(nu(x), T(x))   nu, T: an encoder; T = diag(d^2) + sum_r v_r v_r', r up to R
 * </pre>
 *
 * <p>All expectations are in closed form, and after every epoch the bound is the sum of entropies
 * {@code mean H[q] - sum_h ln(2 e lambda_h) - D/2 ln(2 pi e s2)}. It is below that of {@link
 * SparseCodingModel} with the best posteriors for the same parameters. Source: arXiv 2311.01888;
 * derivation: notes on sparse coding, section on amortised posteriors.
 */
public final class AmortisedCodingModel extends NetworkModel<AmortisedCodingModel>
    implements SparseCoding<AmortisedCodingModel> {
  private static final long serialVersionUID = 1L;

  /** The name of such posteriors, as in a configuration. */
  public static final String POSTERIOR = "amortised";

  private AmortisedCodingModel(
      VaeParameters parameters, LearningSettings settings, @Nullable Optimiser optimiser) {
    super(parameters, settings, optimiser);
    if (!parameters.architecture().hasDictionary()
        || parameters.variances() == VarianceMethod.LEARNED) {
      throw new IllegalArgumentException(
          "amortised sparse coding: needs a dictionary, scales and noise in closed form");
    }
  }

  /**
   * A model that is not being trained.
   *
   * @param parameters of a dictionary
   */
  public AmortisedCodingModel(VaeParameters parameters) {
    this(parameters, LearningSettings.NONE, null);
  }

  @Override
  AmortisedCodingModel of(VaeParameters other, LearningSettings how, @Nullable Optimiser where) {
    return new AmortisedCodingModel(other, how, where);
  }

  @Override
  public String type() {
    return SparseCodingModel.TYPE;
  }

  @Override
  public String posteriorLabel() {
    return POSTERIOR;
  }

  /** Those of the model: what the encoder has stands for the posteriors of rows. */
  @Override
  public long parameters() {
    return searched(PosteriorType.DIAGONAL).parameters();
  }

  @Override
  public CodeParameters codes() {
    VaeParameters all = vae();
    Slot slot = dictionarySlot();
    double[] dictionary = new double[slot.size()];
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = all.weights()[slot.offset() + i];
    }
    double[] scales = all.prior().clone();
    for (int i = 0; i < scales.length; i++) {
      scales[i] *= all.latentUnit();
    }
    return CodeParameters.normalised(dimensions(), dictionary, scales, all.noise());
  }

  private StatisticsLayout weights() {
    return architecture().weights(vae().variances());
  }

  private Slot dictionarySlot() {
    return weights()
        .slot(Architecture.DECODER + "/" + Architecture.MEAN + "/" + Architecture.WEIGHT);
  }

  /** The model of the same parameters that seeks the posterior of each row. */
  public SparseCodingModel searched(PosteriorType posterior) {
    return new SparseCodingModel(codes(), posterior);
  }

  @Override
  public Map<String, Double> figures(Statistics statistics) {
    return Map.of("gini", statistics.get(VaeSums.GINI) / statistics.get(WEIGHT));
  }

  @Override
  public List<ModelEvent> findings(Statistics statistics) {
    List<ModelEvent> findings = new ArrayList<>(deadLatents());
    findings.addAll(VaeBound.of(vae(), statistics).floors());
    return findings;
  }

  /**
   * Latents by falling scale; the largest element of each field is positive. The heads of the
   * encoder are ordered with them. Takes no steps.
   */
  @Override
  public AmortisedCodingModel canonical() {
    CodeParameters codes = codes();
    int[] order = codes.order();
    boolean[] negative = codes.negative();
    int h = order.length;
    float[] from = vae().weights();
    float[] to = from.clone();
    for (Slot slot : weights().slots().values()) {
      boolean field = slot.name().equals(dictionarySlot().name());
      boolean logs = isOf(slot, Architecture.LOG_VARIANCE);
      if (!field && !logs && !isOf(slot, Architecture.MEAN) && !isOf(slot, Architecture.FACTORS)) {
        continue;
      }
      // outputs of a head are latents, for factors R times; of the dictionary they are columns
      int inner = field || slot.shape().size() == 1 ? 1 : slot.shape().get(1);
      int outer = slot.size() / (h * inner);
      for (int o = 0; o < outer; o++) {
        for (int i = 0; i < h; i++) {
          boolean flip = negative[order[i]] && !logs;
          for (int k = 0; k < inner; k++) {
            float value = from[slot.offset() + (o * h + order[i]) * inner + k];
            to[slot.offset() + (o * h + i) * inner + k] = flip ? -value : value;
          }
        }
      }
    }
    double[] prior = new double[h];
    for (int i = 0; i < h; i++) {
      prior[i] = vae().prior()[order[i]];
    }
    return new AmortisedCodingModel(
        vae().withWeights(to).withVariances(vae().noise(), prior), settings(), null);
  }

  private static boolean isOf(Slot slot, String head) {
    return slot.name().startsWith(Architecture.ENCODER + "/" + head + "/");
  }

  @Override
  public AmortisedCodingScorer scorer() {
    return new AmortisedCodingScorer(this);
  }
}
