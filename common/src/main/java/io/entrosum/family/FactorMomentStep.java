package io.entrosum.family;

import io.entrosum.linalg.Blas;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import java.util.Arrays;

/**
 * An E-step of a linear Gaussian model over complete rows, from their second moments: with S the
 * mean scatter about {@code mu} and {@code P = Psi^-1 W V}, {@code E[xc z'] = S P} and {@code E[z
 * z'] = V + P' S P}.
 */
final class FactorMomentStep {
  private final FactorComponents components;
  private final FactorKernel.ScaledLoadings scaled;
  private final int d;
  private final int h;
  private final double weight;

  /** {@code mean - mu}, [D]. */
  private final double[] offset;

  /** {@code sum w xc^2}, [D]. */
  private final double[] squares;

  /** {@code P}, [D, H]. */
  private final double[] projection;

  /** {@code sum w xc t'}, [D, H]. */
  private final double[] cross;

  FactorMomentStep(FactorComponents components, SecondMoments moments) {
    this.components = components;
    this.d = components.d;
    this.h = components.h;
    this.scaled = new FactorKernel.ScaledLoadings(components, 0);
    this.weight = moments.weight();
    double[] mean = moments.mean();
    this.offset = new double[d];
    Arrays.setAll(offset, j -> mean[j] - components.means[j]);
    double[] precise = components.loadings.clone();
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        precise[j * h + i] /= components.noise(0, j);
      }
    }
    this.projection = new double[d * h];
    Blas.times(d, h, h, precise, scaled.complete.covariance, projection);
    this.cross = new double[d * h];
    Blas.symmetricTimes(d, h, moments.scatter(), projection, cross);
    double[] moved = new double[h];
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < d; j++) {
        moved[i] += projection[j * h + i] * offset[j];
      }
    }
    this.squares = moments.variances();
    for (int j = 0; j < d; j++) {
      squares[j] = weight * (squares[j] + offset[j] * offset[j]);
      for (int i = 0; i < h; i++) {
        cross[j * h + i] += weight * offset[j] * moved[i];
      }
    }
  }

  /** Adds the statistics; returns the log-likelihood. */
  double addTo(Statistics into) {
    double[] s = into.values();
    double[] covariance = scaled.complete.covariance;
    double[] explained = new double[h * h];
    Blas.addTransposedTimes(d, h, h, projection, cross, explained, 0);
    int first = into.offset(FactorMoments.FIRST);
    int squaresAt = into.offset(FactorMoments.SQUARES);
    int crossAt = into.offset(FactorMoments.CROSS);
    int factors = into.offset(FactorMoments.FACTORS);
    int factorSquares = into.offset(FactorMoments.FACTOR_SQUARES);
    for (int j = 0; j < d; j++) {
      s[first + j] += weight * offset[j];
      s[squaresAt + j] += squares[j];
      for (int i = 0; i < h; i++) {
        s[crossAt + j * h + i] += cross[j * h + i];
        s[factors + i] += weight * offset[j] * projection[j * h + i];
      }
    }
    for (int i = 0; i < h; i++) {
      for (int g = 0; g < h; g++) {
        double mean = 0.5 * (explained[i * h + g] + explained[g * h + i]);
        s[factorSquares + i * h + g] += weight * covariance[i * h + g] + mean;
      }
    }
    into.add(FactorComponents.LATENT_ENTROPY, weight * scaled.complete.entropy);
    return logLikelihood(explained);
  }

  /** {@code -N (constant + mean |Psi^-1/2 (xc - W t)|^2 + mean |t|^2) / 2}. */
  private double logLikelihood(double[] explained) {
    double[] wt = new double[d * h];
    Blas.times(d, h, h, components.loadings, explained, wt);
    double distance = 0;
    for (int j = 0; j < d; j++) {
      double residual = squares[j];
      for (int i = 0; i < h; i++) {
        residual += components.loadings[j * h + i] * (wt[j * h + i] - 2 * cross[j * h + i]);
      }
      distance += residual / components.noise(0, j);
    }
    for (int i = 0; i < h; i++) {
      distance += explained[i * h + i];
    }
    return -0.5 * (weight * scaled.complete.constant + distance);
  }
}
