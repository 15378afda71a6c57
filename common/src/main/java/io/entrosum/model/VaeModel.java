package io.entrosum.model;

import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.VaeParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variational autoencoder.
 *
 * <pre>
 *   z ~ N(0, diag alpha^2), or z_h ~ Laplace(lambda_h)     H latents
 *   x ~ N(mu(z), s2 I), N(mu(z), diag s2_d(z)) or Bernoulli(sigmoid(a(z)))     a row of D columns
 *   q(z | x) = N(nu(x), diag tau^2(x))   mu, a, nu, tau: networks
 * </pre>
 *
 * <p>The bound is a sum of three entropies where s2 and the scale of the latents are at their
 * optimum, and elsewhere misses it by what {@link VaeBound} says, exactly. Expectations over
 * latents are means over draws, or exact where the decoder is affine. Sources: arXiv 2010.14860,
 * 2501.09022; derivation: notes on autoencoders.
 */
public final class VaeModel extends NetworkModel<VaeModel> {
  private static final long serialVersionUID = 1L;

  /** The name of the type. */
  public static final String TYPE = "vae";

  private VaeModel(
      VaeParameters parameters, LearningSettings settings, @Nullable Optimiser optimiser) {
    super(parameters, settings, optimiser);
  }

  /**
   * A model that is not being trained.
   *
   * @param settings of which the draws of the latents are used
   */
  public VaeModel(VaeParameters parameters, LearningSettings settings) {
    this(parameters, settings, null);
  }

  @Override
  VaeModel of(VaeParameters other, LearningSettings how, @Nullable Optimiser where) {
    return new VaeModel(other, how, where);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public long parameters() {
    return vae().count();
  }

  /**
   * The mean entropy of the posterior of each latent, nats, [H]: {@code 1/2 ln(2 pi e)} and no more
   * where a latent has collapsed to its prior, less where it tells of rows. With a prior of
   * variance alpha_h^2 in units of alpha_h.
   */
  public double[] encoderEntropies(Statistics statistics) {
    return VaeBound.of(vae(), statistics).encoderEntropies();
  }

  @Override
  public Map<String, Double> figures(Statistics statistics) {
    VaeBound bound = VaeBound.of(vae(), statistics);
    Map<String, Double> figures = new LinkedHashMap<>();
    double[] entropies = bound.encoderEntropies();
    int active = 0;
    for (int i = 0; i < entropies.length; i++) {
      figures.put("encoderEntropy." + (i + 1), entropies[i]);
      active += entropies[i] > VaeBound.COLLAPSED ? 0 : 1;
    }
    figures.put("activeLatents", (double) active);
    return figures;
  }

  @Override
  public List<ModelEvent> findings(Statistics statistics) {
    double[] entropies = encoderEntropies(statistics);
    int collapsed = 0;
    for (double entropy : entropies) {
      collapsed += entropy > VaeBound.COLLAPSED ? 1 : 0;
    }
    List<ModelEvent> findings = new ArrayList<>(VaeBound.of(vae(), statistics).floors());
    if (collapsed > 0) {
      findings.add(
          new ModelEvent(
              ModelEvent.Kind.DEAD_LATENT,
              -1,
              collapsed,
              collapsed
                  + " of "
                  + entropies.length
                  + " latents have collapsed: the mean entropy of their posteriors is above "
                  + VaeBound.COLLAPSED
                  + " nats"));
    }
    return findings;
  }

  /** The same: latents are not exchangeable without changing the networks. */
  @Override
  public VaeModel canonical() {
    return this;
  }

  /** A scorer, for one thread. */
  public VaeScorer scorer() {
    return new VaeScorer(this);
  }
}
