package io.entrosum.vae;

import io.entrosum.data.Block;
import io.entrosum.entropy.Entropies;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What a trained autoencoder says of rows, and rows that it makes. One thread. */
public final class VaeScores {
  private final NetworkEngine engine = NetworkEngine.get();
  private final VaeParameters parameters;
  private final LearningSettings settings;
  private final RowNoise noise;

  /** Scores with the draws of a model. */
  public VaeScores(VaeParameters parameters, LearningSettings settings) {
    this.parameters = parameters;
    this.settings = settings;
    this.noise = new RowNoise(settings.seed(), VaeStep.EVALUATION);
  }

  /**
   * Posteriors and bounds.
   *
   * @param latent Modified. nu, row-major [rows, H]; with a dictionary in units of rows.
   * @param deviation Modified. {@code sqrt T_hh}, likewise.
   * @param bound Modified. Nats, [rows].
   */
  public void score(Block block, double[] latent, double[] deviation, double[] bound) {
    int h = parameters.architecture().latents();
    double unit = parameters.latentUnit();
    double[] ones = new double[block.rows()];
    Arrays.fill(ones, 1);
    Block all = new Block(block.columns(), block.dense().values(), ones);
    BlockRows rows = new BlockRows(parameters, all);
    int chunk = rows.chunk(settings.samples());
    int[] places = rows.inOrder();
    for (int from = 0; from < places.length; from += chunk) {
      int to = Math.min(places.length, from + chunk);
      Evaluation found =
          engine.evaluate(parameters, rows.batch(places, from, to, settings.samples(), noise));
      for (int i = 0; i < to - from; i++) {
        int row = from + i;
        bound[row] = bound(found, i);
        for (int k = 0; k < h; k++) {
          latent[row * h + k] = unit * found.mean()[i * h + k];
          deviation[row * h + k] = unit * Math.exp(.5 * found.logVariance()[i * h + k]);
        }
      }
    }
  }

  /** {@code E ln p(x | z) + E ln p(z) + H[q]} of one row, term by term. */
  private double bound(Evaluation found, int row) {
    Architecture architecture = parameters.architecture();
    int h = architecture.latents();
    double bound = Entropies.gaussian(h, found.logDeterminant(row));
    Prior prior = architecture.prior();
    for (int k = 0; k < h; k++) {
      double moment = prior.moment(found.mean()[row * h + k], found.logVariance()[row * h + k]);
      double size = parameters.prior()[k];
      bound += prior.gap(moment, size) - prior.entropy(size);
    }
    int d = architecture.columns();
    double fit = found.fit()[row] * VaeStep.fitUnit(parameters);
    double spread = found.spread()[row] + VaeStep.spreadShift(parameters);
    if (architecture.observables() == Observables.BERNOULLI) {
      return bound + fit - spread;
    }
    if (architecture.hasNoise()) {
      double s2 = parameters.noise();
      return bound - .5 * (d * (Entropies.LOG_TWO_PI + Math.log(s2)) + fit / s2);
    }
    return bound - .5 * (d * Entropies.LOG_TWO_PI + spread + fit);
  }

  /**
   * The means of the columns given latents.
   *
   * @param n how many
   * @param latent row-major [n, H], as {@link #score} gives them. Not modified.
   * @return row-major [n, D]; of Bernoulli columns probabilities
   */
  public double[] reconstruct(int n, double[] latent) {
    double unit = parameters.latentUnit();
    return means(decode(n, Arrays.stream(latent).map(z -> z / unit).toArray()));
  }

  private NetworkEngine.Decoded decode(int n, double[] latent) {
    float[] inside = new float[latent.length];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = (float) latent[i];
    }
    return engine.decode(parameters, n, inside);
  }

  private double[] means(NetworkEngine.Decoded decoded) {
    Architecture architecture = parameters.architecture();
    int d = architecture.columns();
    double[] rows = new double[decoded.mean().length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] =
          architecture.observables() == Observables.BERNOULLI
              ? 1 / (1 + Math.exp(-decoded.mean()[i]))
              : parameters.scaling().outside(decoded.mean()[i], i % d);
    }
    return rows;
  }

  /**
   * Draws rows.
   *
   * @return row-major [n, D]
   */
  public double[] sample(RandomGenerator random, int n) {
    Architecture architecture = parameters.architecture();
    int h = architecture.latents();
    int d = architecture.columns();
    double[] latent = new double[Math.multiplyExact(n, h)];
    for (int i = 0; i < latent.length; i++) {
      latent[i] = parameters.architecture().prior().draw(parameters.prior()[i % h], random);
    }
    NetworkEngine.Decoded decoded = decode(n, latent);
    double[] rows = means(decoded);
    for (int i = 0; i < rows.length; i++) {
      if (architecture.observables() == Observables.BERNOULLI) {
        rows[i] = random.nextDouble() < rows[i] ? 1 : 0;
      } else if (architecture.hasNoise()) {
        rows[i] += Math.sqrt(parameters.noise()) * random.nextGaussian();
      } else {
        rows[i] +=
            parameters.scaling().scale()[i % d]
                * Math.exp(.5 * decoded.logVariance()[i])
                * random.nextGaussian();
      }
    }
    return rows;
  }
}
