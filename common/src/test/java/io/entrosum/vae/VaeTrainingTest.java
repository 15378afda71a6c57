package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.init.UnusableDataException;
import io.entrosum.init.VaeSpec;
import io.entrosum.init.VaeTraining;
import io.entrosum.io.ModelFile;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import io.entrosum.model.VaeModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VaeTrainingTest {
  private static TrainingResult<VaeModel> train(VaeSpec spec, int epochs, Pass pass) {
    return VaeTraining.of(spec, new StoppingRule(epochs, 0), List.of()).run(pass).result();
  }

  private static Pass pass(double[][] rows, int partitions) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      int from = rows.length * p / partitions;
      int to = rows.length * (p + 1) / partitions;
      all.add(List.of(Block.ofRows(Arrays.copyOfRange(rows, from, to))));
    }
    return new LocalPass(all, rows[0].length);
  }

  /** The PCA data of arXiv 2010.14860: W, mu uniform in (0, 1), s = .1, D = 10, H = 2. */
  private static double[][] pcaData(int n) {
    Random random = new Random(1);
    double[][] w = new double[10][2];
    double[] mu = new double[10];
    for (int j = 0; j < 10; j++) {
      w[j][0] = random.nextDouble();
      w[j][1] = random.nextDouble();
      mu[j] = random.nextDouble();
    }
    double[][] rows = new double[n][10];
    for (double[] row : rows) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      for (int j = 0; j < 10; j++) {
        row[j] = w[j][0] * a + w[j][1] * b + mu[j] + .1 * random.nextGaussian();
      }
    }
    return rows;
  }

  @Test
  void linearAutoencoderReachesTheBoundOfPca() {
    double[][] rows = pcaData(2000);
    Pass pass = pass(rows, 2);
    double best =
        FactorTraining.of(FactorSpec.ppca(2), new StoppingRule(100, 1e-10), List.of())
            .runAll(pass, FactorTraining.Holes.NONE, new int[] {2})
            .get(0)
            .result()
            .bound()
            .bound();
    VaeSpec spec =
        VaeSpec.of(Architecture.linear(1, 2))
            .with(new LearningSettings(LearningSettings.Steps.LOCAL, 20, 5e-3, 1, 3));
    TrainingResult<VaeModel> result =
        VaeTraining.of(spec, new StoppingRule(400, 1e-6), List.of()).run(pass).result();
    EntropyTerms bound = result.bound();
    assertThat(bound.bound()).isLessThan(best + 1e-6).isCloseTo(best, within(1e-3));
  }

  /** The bound rises by learning, from that of noise alone. */
  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void learningRaisesTheBound(VaeCases kind) {
    Pass pass = pass(kind.rows(400), 2);
    double before = train(kind.spec(), 0, pass).bound().bound();
    TrainingResult<VaeModel> result = train(kind.spec(), 40, pass);
    assertThat(result.bound().bound()).isGreaterThan(before);
    assertThat(result.stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
    assertThat(result.trace()).hasSize(40);
    assertThat(result.trace().get(39).bound()).isEqualTo(result.bound());
  }

  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void evaluationIsThatOfAnyPartitions(VaeCases kind) {
    double[][] rows = kind.rows(200);
    VaeModel model = train(kind.spec(), 3, pass(rows, 2)).model();
    EntropyTerms one = model.bound(pass(rows, 1).eStep(model, ""));
    for (int partitions : new int[] {2, 7, 64}) {
      EntropyTerms other = model.bound(pass(rows, partitions).eStep(model, ""));
      assertThat(other.bound()).isCloseTo(one.bound(), within(5e-6));
      assertThat(other.posterior()).isCloseTo(one.posterior(), within(5e-6));
      assertThat(other.observation()).isCloseTo(one.observation(), within(5e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void sameSeedAndPartitionsGiveTheSameBits(VaeCases kind) {
    double[][] rows = kind.rows(200);
    TrainingResult<VaeModel> one = train(kind.spec(), 4, pass(rows, 3));
    TrainingResult<VaeModel> two = train(kind.spec(), 4, pass(rows, 3));
    assertThat(two.model().vae().weights()).isEqualTo(one.model().vae().weights());
    assertThat(two.bound()).isEqualTo(one.bound());
  }

  /** Weights of rows count as the rows so often; rows of weight 0 as none. */
  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void weightsAreRepetitions(VaeCases kind) {
    double[][] rows = kind.rows(60);
    VaeModel model = train(kind.spec(), 2, pass(rows, 1)).model();
    double[] weights = new double[60];
    List<double[]> repeated = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      weights[i] = i % 3;
      for (int k = 0; k < i % 3; k++) {
        repeated.add(rows[i]);
      }
    }
    Block weighted = new Block(rows[0].length, Block.ofRows(rows).values(), weights);
    EntropyTerms a = model.bound(new LocalPass(List.of(weighted)).eStep(model, ""));
    EntropyTerms b = model.bound(pass(repeated.toArray(new double[0][]), 1).eStep(model, ""));
    assertThat(a.bound()).isCloseTo(b.bound(), within(5e-6));
  }

  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void savedModelIsTheSame(VaeCases kind) {
    for (VarianceMethod variances : VarianceMethod.values()) {
      double[][] rows = kind.rows(60);
      VaeModel model = train(kind.spec().with(variances, 2), 2, pass(rows, 1)).model();
      ModelFile file = new ModelFile(model, List.of("a", "b", "c", "d", "e"), Map.of());
      byte[] bytes = file.toBytes();
      ModelFile read = ModelFile.read(bytes, "test");
      assertThat(read.toBytes()).isEqualTo(bytes);
      VaeModel again = (VaeModel) read.model();
      assertThat(again.architecture()).isEqualTo(model.architecture());
      assertThat(again.bound(pass(rows, 1).eStep(again, "")))
          .isEqualTo(model.bound(pass(rows, 1).eStep(model, "")));
    }
  }

  /** Scores of rows add up to the bound, and are those of the naive twin. */
  @ParameterizedTest
  @EnumSource(VaeCases.class)
  void scoresAreThoseOfTheNaiveTwin(VaeCases kind) {
    double[][] rows = kind.rows(50);
    TrainingResult<VaeModel> result = train(kind.spec(), 3, pass(rows, 1));
    VaeModel model = result.model();
    int h = model.latentDimensions();
    double[] latent = new double[50 * h];
    double[] deviation = new double[50 * h];
    double[] bound = new double[50];
    model.scorer().score(Block.ofRows(rows), latent, deviation, bound);
    NaiveVae naive = new NaiveVae(model.vae());
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      float[] noise = NaiveVae.evaluationNoise(rows[i], model.settings().samples(), h, 11);
      assertThat(bound[i]).isCloseTo(naive.row(rows[i], noise).bound(), within(1e-4));
      sum += bound[i] / 50;
    }
    assertThat(sum).isCloseTo(result.bound().bound(), within(1e-5));
    double[] reconstruction = model.scorer().reconstruct(50, latent);
    double error = 0;
    double spread = 0;
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 5; j++) {
        error += Math.pow(rows[i][j] - reconstruction[i * 5 + j], 2);
        spread +=
            Math.pow(
                rows[i][j] - Arrays.stream(rows).mapToDouble(r -> r[0]).average().orElseThrow(), 2);
      }
    }
    assertThat(error).isLessThan(2 * spread);
  }

  @Test
  void variancesAtAFloorAreSaid() {
    VaeModel model = train(VaeCases.VAE2.spec(), 1, pass(VaeCases.VAE2.rows(100), 1)).model();
    Statistics nothing = new Statistics(model.layout());
    nothing.add(LatentModel.ROWS, 10);
    nothing.add(LatentModel.WEIGHT, 10);
    assertThat(model.findings(nothing))
        .extracting(ModelEvent::message)
        .contains(
            "the noise variance is at its floor, 1.0E-12 of the variance of the data",
            "3 of 3 latents have a prior at its floor");
  }

  @Test
  void divergenceIsAnError() {
    VaeSpec spec =
        VaeCases.VAE2.spec().with(new LearningSettings(LearningSettings.Steps.LOCAL, 20, 1, 1, 1));
    assertThatThrownBy(() -> train(spec, 200, pass(VaeCases.VAE1.rows(100), 1)))
        .isInstanceOf(NumericalException.class)
        .hasMessageContaining("the steps of vae came to NaN in epoch 1")
        .hasMessageContaining("learning rate");
  }

  @Test
  void bernoulliColumnsAreBetweenZeroAndOne() {
    assertThatThrownBy(() -> train(VaeCases.BERNOULLI.spec(), 1, pass(VaeCases.VAE1.rows(100), 1)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("observables = bernoulli need values from 0 to 1");
  }
}
