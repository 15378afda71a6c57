package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.coding.BarsData;
import io.entrosum.coding.NaiveAmortised;
import io.entrosum.coding.PosteriorType;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.init.AmortisedCodingSpec;
import io.entrosum.init.AmortisedCodingTraining;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.init.UnusableDataException;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.ModelFile;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.stats.Slot;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmortisedTrainingTest {
  private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e");

  private static TrainingResult<AmortisedCodingModel> train(
      AmortisedCodingSpec spec, int epochs, Pass pass) {
    return AmortisedCodingTraining.of(spec, new StoppingRule(epochs, 0), List.of())
        .run(pass)
        .result();
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

  private static <M extends LatentModel<M>> EntropyTerms bound(M model, Pass pass) {
    return model.bound(pass.eStep(model, ""));
  }

  @ParameterizedTest
  @EnumSource
  void learningRaisesTheBound(AmortisedCases kind) {
    Pass pass = pass(AmortisedCases.rows(400), 2);
    double before = train(kind.spec(), 0, pass).bound().bound();
    TrainingResult<AmortisedCodingModel> result = train(kind.spec(), 40, pass);
    assertThat(result.bound().bound()).isGreaterThan(before);
    assertThat(result.stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
    assertThat(result.trace().get(39).bound()).isEqualTo(result.bound());
    assertThat(result.figures().get("gini")).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @EnumSource
  void evaluationIsThatOfAnyPartitions(AmortisedCases kind) {
    double[][] rows = AmortisedCases.rows(200);
    AmortisedCodingModel model = train(kind.spec(), 3, pass(rows, 2)).model();
    EntropyTerms one = bound(model, pass(rows, 1));
    for (int partitions : new int[] {2, 7, 64}) {
      EntropyTerms other = bound(model, pass(rows, partitions));
      double size = 5e-6 * Math.max(10, Math.abs(one.bound()));
      assertThat(other.bound()).isCloseTo(one.bound(), within(size));
      assertThat(other.posterior()).isCloseTo(one.posterior(), within(size));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedAndPartitionsGiveTheSameBits(AmortisedCases kind) {
    double[][] rows = AmortisedCases.rows(200);
    TrainingResult<AmortisedCodingModel> one = train(kind.twoStarts(), 4, pass(rows, 2));
    TrainingResult<AmortisedCodingModel> two = train(kind.twoStarts(), 4, pass(rows, 2));
    assertThat(two.model().vae().weights()).isEqualTo(one.model().vae().weights());
    assertThat(two.bound()).isEqualTo(one.bound());
  }

  /** Weights of rows count as the rows so often; rows of weight 0 as none. */
  @ParameterizedTest
  @EnumSource
  void weightsAreRepetitions(AmortisedCases kind) {
    double[][] rows = AmortisedCases.rows(60);
    AmortisedCodingModel model = train(kind.spec(), 2, pass(rows, 1)).model();
    double[] weights = new double[60];
    List<double[]> repeated = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      weights[i] = i % 3;
      for (int k = 0; k < i % 3; k++) {
        repeated.add(rows[i]);
      }
    }
    Block weighted = new Block(rows[0].length, Block.ofRows(rows).values(), weights);
    EntropyTerms a = bound(model, new LocalPass(List.of(weighted)));
    EntropyTerms b = bound(model, pass(repeated.toArray(new double[0][]), 1));
    assertThat(a.bound()).isCloseTo(b.bound(), within(5e-6 * Math.abs(b.bound())));
  }

  @ParameterizedTest
  @EnumSource
  void savedModelIsTheSame(AmortisedCases kind) {
    double[][] rows = AmortisedCases.rows(60);
    AmortisedCodingModel model = train(kind.spec(), 2, pass(rows, 1)).model();
    byte[] bytes = new ModelFile(model, COLUMNS, Map.of()).toBytes();
    ModelFile read = ModelFile.read(bytes, "test");
    assertThat(read.toBytes()).isEqualTo(bytes);
    AmortisedCodingModel again = (AmortisedCodingModel) read.model();
    assertThat(again.type()).isEqualTo(SparseCodingModel.TYPE);
    assertThat(again.architecture()).isEqualTo(model.architecture());
    assertThat(bound(again, pass(rows, 1))).isEqualTo(bound(model, pass(rows, 1)));
  }

  /** Every change of a byte is read as a model, or refused in a line. */
  @Test
  void changedFilesAreRefusedInALine() {
    byte[] bytes =
        new ModelFile(
                train(AmortisedCases.ONE_FACTOR.spec(), 1, pass(AmortisedCases.rows(40), 1))
                    .model(),
                COLUMNS,
                Map.of())
            .toBytes();
    for (int at = 0; at < bytes.length; at += 3) {
      byte[] flipped = bytes.clone();
      flipped[at] ^= (byte) 0xff;
      try {
        ModelFile.read(flipped, "test");
      } catch (InvalidModelException e) {
        assertThat(e.getMessage()).hasLineCount(1);
      }
    }
  }

  /** Scores of rows add up to the bound, and are those of the plain formula. */
  @ParameterizedTest
  @EnumSource
  void scoresAreThoseOfThePlainFormula(AmortisedCases kind) {
    double[][] rows = AmortisedCases.rows(50);
    TrainingResult<AmortisedCodingModel> result = train(kind.spec(), 3, pass(rows, 1));
    AmortisedCodingModel model = result.model();
    int h = model.latentDimensions();
    double[] latent = new double[50 * h];
    double[] deviation = new double[50 * h];
    double[] bound = new double[50];
    model.scorer().score(Block.ofRows(rows), latent, deviation, bound);
    NaiveAmortised naive = new NaiveAmortised(model);
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      double plain = naive.bound(new double[][] {rows[i]});
      assertThat(bound[i]).isCloseTo(plain, within(5e-6 * Math.max(10, Math.abs(plain))));
      sum += bound[i] / 50;
      double[][] codes = naive.codes(rows[i]);
      for (int k = 0; k < h; k++) {
        double size = 5e-6 * (Math.abs(codes[0][k]) + model.vae().latentUnit());
        assertThat(latent[i * h + k]).isCloseTo(codes[0][k], within(size));
        assertThat(deviation[i * h + k]).isCloseTo(codes[1][k], within(size));
      }
    }
    assertThat(sum).isCloseTo(result.bound().bound(), within(5e-6 * Math.abs(sum)));
    double[] again = model.scorer().reconstruct(50, latent);
    double[] dictionary = model.dictionary();
    for (int j = 0; j < 5; j++) {
      double x = 0;
      for (int k = 0; k < h; k++) {
        x += dictionary[j * h + k] * latent[k];
      }
      assertThat(again[j]).isCloseTo(x, within(1e-12 * Math.max(1, Math.abs(x))));
    }
  }

  /** Nothing that a row's posterior may be is better than the best of its family. */
  @ParameterizedTest
  @EnumSource
  void boundIsNotAboveThatOfTheBestPosteriors(AmortisedCases kind) {
    Pass pass = pass(AmortisedCases.rows(300), 1);
    for (int epochs : new int[] {1, 30}) {
      TrainingResult<AmortisedCodingModel> result = train(kind.spec(), epochs, pass);
      AmortisedCodingModel model = result.model();
      double size = 5e-6 * Math.abs(result.bound().bound());
      double full = bound(model.searched(PosteriorType.FULL), pass).bound();
      assertThat(result.bound().bound()).isLessThan(full + size);
      if (model.architecture().rank() == 0) {
        double best = bound(model.searched(PosteriorType.DIAGONAL), pass).bound();
        assertThat(result.bound().bound()).isLessThan(best + size);
        assertThat(best).isLessThan(full + size);
      }
    }
  }

  /** The weights of one architecture where another has slots of the same name, else 0. */
  private static AmortisedCodingModel transplanted(AmortisedCodingModel from, int rank) {
    Architecture small = from.architecture();
    Architecture large =
        Architecture.dictionary(small.columns(), small.latents(), small.encoder(), rank);
    StatisticsLayout slots = small.weights(VarianceMethod.CLOSED_FORM);
    StatisticsLayout into = large.weights(VarianceMethod.CLOSED_FORM);
    float[] weights = new float[into.size()];
    for (Slot slot : slots.slots().values()) {
      System.arraycopy(
          from.vae().weights(),
          slot.offset(),
          weights,
          into.slot(slot.name()).offset(),
          slot.size());
    }
    return new AmortisedCodingModel(
        new VaeParameters(
            large,
            VarianceMethod.CLOSED_FORM,
            from.vae().scaling(),
            weights,
            from.vae().noise(),
            from.vae().prior()));
  }

  @Test
  void factorsOfZeroAreIndependentLatents() {
    Pass pass = pass(AmortisedCases.rows(200), 1);
    AmortisedCodingModel model = train(AmortisedCases.DIAGONAL.spec(), 5, pass).model();
    EntropyTerms alone = bound(model, pass);
    EntropyTerms with = bound(transplanted(model, 2), pass);
    double size = 5e-6 * Math.abs(alone.bound());
    assertThat(with.bound()).isCloseTo(alone.bound(), within(size));
    assertThat(with.posterior()).isCloseTo(alone.posterior(), within(size));
  }

  /** Factors a thousand times what is a latent's own, and nearly parallel: all digits are there. */
  @Test
  void determinantsOfLargeAndParallelFactorsAreExact() {
    double[][] rows = AmortisedCases.rows(50);
    AmortisedCodingModel model =
        transplanted(train(AmortisedCases.DIAGONAL.spec(), 5, pass(rows, 1)).model(), 3);
    float[] weights = model.vae().weights().clone();
    Slot bias =
        model.architecture().weights(VarianceMethod.CLOSED_FORM).slot("encoder/factors/bias");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < bias.size(); i++) {
      weights[bias.offset() + i] = (float) (300 * (1 + i % 3 + .001 * random.nextGaussian()));
    }
    AmortisedCodingModel extreme = new AmortisedCodingModel(model.vae().withWeights(weights));
    double expected = new NaiveAmortised(extreme).posteriorEntropy(rows);
    double found = bound(extreme, pass(rows, 1)).posterior();
    assertThat(found).isCloseTo(expected, within(5e-6 * expected));
  }

  @ParameterizedTest
  @EnumSource
  void canonicalOrderChangesNothingElse(AmortisedCases kind) {
    double[][] rows = AmortisedCases.rows(200);
    List<AmortisedCodingModel> trained = new ArrayList<>();
    TrainingResult<AmortisedCodingModel> result =
        AmortisedCodingTraining.of(
                kind.spec(),
                new StoppingRule(3, 0),
                List.of(
                    new TrainingListener() {
                      @Override
                      public void iterated(Iteration iteration, LatentModel<?> model) {
                        trained.add((AmortisedCodingModel) model);
                      }
                    }))
            .run(pass(rows, 1))
            .result();
    AmortisedCodingModel model = result.model();
    AmortisedCodingModel before = trained.get(2);
    double[] scales = model.scales();
    for (int i = 1; i < scales.length; i++) {
      assertThat(scales[i]).isLessThanOrEqualTo(scales[i - 1]);
    }
    assertThat(model.codes().negative()).containsOnly(false);
    assertThat(model.canonical().vae().weights()).isEqualTo(model.vae().weights());
    assertThat(model.dictionary()).isEqualTo(before.codes().canonical().dictionary());
    assertThat(bound(model, pass(rows, 1)).bound())
        .isCloseTo(
            bound(before, pass(rows, 1)).bound(), within(5e-6 * Math.abs(result.bound().bound())));
  }

  /** Rows times a power of two: the same codes times that, to the bit. */
  @Test
  void unitsOfRowsAreThoseOfCodes() {
    double[][] rows = AmortisedCases.rows(100);
    double[][] larger =
        Arrays.stream(rows)
            .map(row -> Arrays.stream(row).map(x -> 1024 * x).toArray())
            .toArray(double[][]::new);
    // steps take rows in an order that hangs on what is in them
    AmortisedCodingSpec spec =
        AmortisedCases.LOW_RANK
            .spec()
            .with(new LearningSettings(LearningSettings.Steps.SYNCHRONOUS, 20, 5e-3, 1, 11));
    TrainingResult<AmortisedCodingModel> small = train(spec, 3, pass(rows, 1));
    TrainingResult<AmortisedCodingModel> large = train(spec, 3, pass(larger, 1));
    assertThat(large.model().vae().weights()).isEqualTo(small.model().vae().weights());
    assertThat(large.model().noise()).isEqualTo(1024 * 1024 * small.model().noise());
    assertThat(large.bound().bound())
        .isCloseTo(small.bound().bound() - 5 * Math.log(1024), within(1e-9));
  }

  /** A search for every row goes on from the dictionary of a network, and ends above it. */
  @Test
  void searchedPosteriorsGoOnFromTheDictionary() {
    Pass pass = pass(AmortisedCases.rows(300), 1);
    TrainingResult<AmortisedCodingModel> amortised =
        train(AmortisedCases.DIAGONAL.spec(), 30, pass);
    double after =
        SparseCodingTraining.of(SparseCodingSpec.of(3), new StoppingRule(3, 0), List.of())
            .from(amortised.model().searched(PosteriorType.FULL))
            .run(pass)
            .result()
            .bound()
            .bound();
    assertThat(after).isGreaterThan(amortised.bound().bound());
  }

  @Test
  void trainingGoesOnFromAModel() {
    Pass pass = pass(AmortisedCases.rows(200), 1);
    AmortisedCodingSpec spec = AmortisedCases.LOW_RANK.spec();
    TrainingResult<AmortisedCodingModel> first = train(spec, 10, pass);
    TrainingResult<AmortisedCodingModel> second =
        AmortisedCodingTraining.of(spec, new StoppingRule(10, 0), List.of())
            .from(first.model())
            .run(pass)
            .result();
    assertThat(second.bound().bound()).isGreaterThan(first.bound().bound());
    assertThatThrownBy(
            () ->
                AmortisedCodingTraining.of(
                        AmortisedCases.DIAGONAL.spec(), new StoppingRule(1, 0), List.of())
                    .from(first.model())
                    .run(pass))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("the initial model is another one than wanted");
  }

  /**
   * Bars that do not cross, of brightness 0 or 1: fields at right angles, so that independent
   * latents given a row are what the true posterior has, too.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void barsAreFound(int rank) {
    SplittableRandom random = new SplittableRandom(2);
    double[][] rows = new double[1000][BarsData.COLUMNS];
    for (double[] row : rows) {
      for (int i = 0; i < BarsData.SIZE; i++) {
        double z = random.nextDouble() < .2 ? 1 : 0;
        for (int j = 0; j < BarsData.SIZE; j++) {
          row[i * BarsData.SIZE + j] = z + .2 * random.nextGaussian();
        }
      }
    }
    AmortisedCodingSpec spec =
        AmortisedCodingSpec.of(BarsData.SIZE, Network.of(Activation.LEAKY_RELU, 40), rank)
            .with(new LearningSettings(LearningSettings.Steps.LOCAL, 50, 1e-2, 1, 1));
    TrainingResult<AmortisedCodingModel> result =
        AmortisedCodingTraining.of(spec, new StoppingRule(150, 0), List.of())
            .run(pass(rows, 1))
            .result();
    double[] found = BarsData.similarities(result.model().dictionary());
    assertThat(Arrays.stream(found).limit(BarsData.SIZE).min().orElseThrow()).isGreaterThan(.99);
    assertThat(Math.sqrt(result.model().noise())).isCloseTo(.2, within(.02));
  }

  @Test
  void ranksAreNotAboveTheLatents() {
    assertThatThrownBy(() -> Architecture.dictionary(5, 3, Network.linear(), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("posterior-rank: must be >= 0 and <= 3 but was 4");
    assertThatThrownBy(() -> Architecture.dictionary(5, 3, Network.linear(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("posterior-rank: must be >= 0 and <= 3 but was -1");
  }
}
