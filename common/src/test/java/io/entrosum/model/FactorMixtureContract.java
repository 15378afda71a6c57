package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a mixture of linear Gaussian components promises, whatever the shape of the noise. */
abstract class FactorMixtureContract extends LatentModelContract<Mixture> {
  private static final int K = 3;
  private static final int D = 9;
  private static final int H = 2;

  abstract NoiseType noise();

  @Override
  protected double[][] rows() {
    Random random = new Random(6);
    double[][] rows = new double[900][D];
    double[] w = random.doubles(K * D * H, -1, 1).toArray();
    for (double[] row : rows) {
      int c = random.nextInt(K);
      double[] z = {random.nextGaussian(), random.nextGaussian()};
      for (int j = 0; j < D; j++) {
        int at = (c * D + j) * H;
        row[j] = 2.5 * c * (j % 2) + w[at] * z[0] + w[at + 1] * z[1] + .8 * random.nextGaussian();
      }
    }
    return rows;
  }

  @Override
  protected Mixture start(double[][] rows) {
    double[] noise = new double[K * noise().size(D)];
    Arrays.fill(noise, 1);
    double[] means = new double[K * D];
    double[] loadings = new double[K * D * H];
    for (int c = 0; c < K; c++) {
      for (int j = 0; j < D; j++) {
        means[c * D + j] = 2.5 * c * (j % 2) + .1 * j;
      }
      System.arraycopy(FactorData.sines(D, H), 0, loadings, c * D * H, D * H);
    }
    return new Mixture(
        new double[] {.5, .3, .2},
        new FactorComponents(K, D, H, means, loadings, noise(), noise, CovarianceFloor.none(D)));
  }

  @Test
  void densitiesAndPosteriorsAreThoseOfGaussiansWithTheirCovariances() {
    double[][] rows = rows();
    Mixture model = start(rows);
    for (int step = 0; step < 3; step++) {
      FactorComponents components = (FactorComponents) model.components();
      double[] posterior = new double[rows.length * K];
      double[] found = new double[rows.length];
      model.scorer().score(Block.ofRows(rows), posterior, found);
      for (int n = 0; n < rows.length; n++) {
        double[] joint = new double[K];
        for (int c = 0; c < K; c++) {
          double[] mean = Arrays.copyOfRange(components.means(), c * D, (c + 1) * D);
          joint[c] =
              model.weights()[c]
                  * Math.exp(NaiveFactors.logDensity(rows[n], mean, components.covariance(c)));
        }
        double density = Arrays.stream(joint).sum();
        assertThat(found[n]).isCloseTo(Math.log(density), within(1e-11));
        for (int c = 0; c < K; c++) {
          assertThat(posterior[n * K + c]).isCloseTo(joint[c] / density, within(1e-11));
        }
      }
      model = model.mStep(pass(rows, 1).eStep(model, "test")).model();
    }
  }

  /** The definition of each entropy, with D x D matrices and a row at a time. */
  @Test
  void entropiesAreThoseOfTheirDefinitions() {
    double[][] rows = rows();
    Mixture model = start(rows);
    Statistics statistics = pass(rows, 2).eStep(model, "test");
    EntropyTerms terms = model.bound(statistics);
    double[] posterior = new double[rows.length * K];
    double[] density = new double[rows.length];
    model.scorer().score(Block.ofRows(rows), posterior, density);
    double assignment = 0;
    for (double r : posterior) {
      assignment -= r > 0 ? r * Math.log(r) : 0;
    }
    assertThat(terms.assignment()).isCloseTo(assignment / rows.length, within(1e-12));
    double prior = H * .5 * Math.log(2 * Math.PI * Math.E);
    for (double weight : model.weights()) {
      prior -= weight * Math.log(weight);
    }
    assertThat(terms.prior()).isCloseTo(prior, within(1e-12));
    FactorComponents components = (FactorComponents) model.components();
    double[] totals = statistics.array(Mixture.RESPONSIBILITY);
    double observation = 0;
    double latent = 0;
    for (int c = 0; c < K; c++) {
      double[] covariance = components.covariance(c);
      double[] noise = new double[D];
      double logNoise = 0;
      for (int j = 0; j < D; j++) {
        noise[j] =
            components.noise().length == K ? components.noise()[c] : components.noise()[c * D + j];
        logNoise += Math.log(2 * Math.PI * Math.E * noise[j]) / 2;
      }
      observation += totals[c] * logNoise;
      // H[z | x] = H[z] + H[x | z] - H[x]
      latent +=
          totals[c]
              * (H * .5 * Math.log(2 * Math.PI * Math.E)
                  + logNoise
                  - .5 * NaiveFactors.logDeterminant(covariance, D)
                  - D * .5 * Math.log(2 * Math.PI * Math.E));
    }
    assertThat(terms.observation()).isCloseTo(observation / rows.length, within(1e-11));
    if (Arrays.stream(rows).flatMapToDouble(Arrays::stream).noneMatch(Double::isNaN)) {
      assertThat(terms.posterior() - terms.assignment())
          .isCloseTo(latent / rows.length, within(1e-11));
    }
    assertThat(terms.bound()).isCloseTo(Arrays.stream(density).sum() / rows.length, within(1e-12));
  }

  @Test
  void oneComponentIsFactorAnalysis() {
    double[][] rows = rows();
    double[] noise = new double[noise().size(D)];
    Arrays.fill(noise, 1);
    FactorModel single =
        FactorModel.of(
            new double[D], FactorData.sines(D, H), noise(), noise, CovarianceFloor.none(D));
    Mixture mixture = new Mixture(new double[] {1}, single.components());
    for (int i = 0; i < 20; i++) {
      LatentModel.Update<FactorModel> first = single.mStep(pass(rows, 2).eStep(single, "test"));
      LatentModel.Update<Mixture> second = mixture.mStep(pass(rows, 2).eStep(mixture, "test"));
      assertThat(second.bound().bound()).isCloseTo(first.bound().bound(), within(1e-13));
      assertThat(second.bound().prior()).isCloseTo(first.bound().prior(), within(1e-13));
      single = first.model();
      mixture = second.model();
    }
    assertThat(((FactorComponents) mixture.components()).loadings())
        .containsExactly(single.loadings(), within(1e-12));
  }

  @Test
  void holesAreFilledWithConditionalMeans() {
    double[][] rows = FactorHoles.in(rows());
    Mixture model = start(rows);
    FactorComponents components = (FactorComponents) model.components();
    double[] posterior = new double[rows.length * K];
    double[] filled = new double[rows.length * D];
    model.scorer().fill(Block.ofRows(rows), posterior, new double[rows.length], filled);
    for (int n = 0; n < rows.length; n++) {
      double[] expected = new double[D];
      for (int c = 0; c < K; c++) {
        double[] mean = Arrays.copyOfRange(components.means(), c * D, (c + 1) * D);
        double[] conditional =
            NaiveFactors.conditional(rows[n], mean, components.covariance(c), new double[0], 0);
        for (int j = 0; j < D; j++) {
          expected[j] += posterior[n * K + c] * conditional[j];
        }
      }
      assertThat(Arrays.copyOfRange(filled, n * D, (n + 1) * D))
          .containsExactly(expected, within(1e-11));
    }
  }

  @Test
  void whatIsSentToExecutorsGivesTheSameStatistics() {
    double[][] rows = rows();
    Mixture model = start(rows);
    assertThat(pass(rows, 3).eStep(model.forEStep(), "test").values())
        .containsExactly(pass(rows, 3).eStep(model, "test").values());
  }
}
