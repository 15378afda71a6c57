package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.data.SparseRows;
import io.entrosum.family.NoiseType;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.FactorModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.CountedPass;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FactorTrainingTest {
  private static final StoppingRule TIGHT = new StoppingRule(5000, 1e-13);

  /** Ten columns, three factors, noise that differs by column, another unit in each. */
  private static double[][] rows(int n, long seed) {
    Random random = new Random(seed);
    double[] w = random.doubles(30, -1, 1).toArray();
    double[][] rows = new double[n][10];
    for (double[] row : rows) {
      double[] z = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      for (int j = 0; j < 10; j++) {
        double value = 5 + (.3 + .05 * j) * random.nextGaussian();
        for (int i = 0; i < 3; i++) {
          value += w[3 * j + i] * z[i];
        }
        row[j] = value;
      }
    }
    return rows;
  }

  private static Pass pass(double[][] rows) {
    int half = rows.length / 2;
    return new LocalPass(
        List.of(
            List.of(Block.ofRows(Arrays.copyOfRange(rows, 0, half))),
            List.of(Block.ofRows(Arrays.copyOfRange(rows, half, rows.length)))),
        rows[0].length);
  }

  private static TrainingResult<FactorModel> train(FactorSpec spec, double[][] rows) {
    return FactorTraining.of(spec, TIGHT, List.of())
        .run(pass(rows), FactorTraining.Holes.NONE)
        .result();
  }

  @Test
  void ppcaInPassesIsTheClosedForm() {
    double[][] rows = rows(400, 1);
    TrainingResult<FactorModel> closed = train(FactorSpec.ppca(3), rows);
    assertThat(closed.stopReason()).isEqualTo(StopReason.CLOSED_FORM);
    assertThat(closed.bound().gap()).isCloseTo(0, within(1e-13));
    TrainingResult<FactorModel> iterated =
        train(FactorSpec.ppca(3).with(FactorSpec.Method.PASSES), rows);
    assertThat(iterated.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(iterated.bound().bound()).isCloseTo(closed.bound().bound(), within(1e-12));
    assertThat(iterated.model().loadings())
        .containsExactly(closed.model().loadings(), within(1e-6));
    assertThat(iterated.model().noise()).containsExactly(closed.model().noise(), within(1e-9));
  }

  @Test
  void anOffsetOfAHundredMillionCostsLessThanAMillionth() {
    double[][] rows = rows(400, 1);
    double[][] shifted = rows(400, 1);
    for (double[] row : shifted) {
      for (int j = 0; j < 10; j++) {
        row[j] += 1e8;
      }
    }
    for (FactorSpec spec : List.of(FactorSpec.ppca(3), FactorSpec.factorAnalysis(3))) {
      for (FactorSpec.Method method : FactorSpec.Method.values()) {
        double near = train(spec.with(method), rows).bound().bound();
        assertThat(train(spec.with(method), shifted).bound().bound()).isCloseTo(near, within(1e-6));
      }
    }
  }

  @Test
  void aGoodStartNeedsFewPasses() {
    CountedPass counted = new CountedPass(pass(rows(400, 1)));
    FactorTraining.of(
            FactorSpec.ppca(3).with(FactorSpec.Method.PASSES),
            new StoppingRule(200, 1e-6),
            List.of())
        .run(counted, FactorTraining.Holes.NONE);
    assertThat(counted.passes()).isLessThanOrEqualTo(8);
  }

  @Test
  void factorAnalysisOnMomentsIsThatInPasses() {
    double[][] rows = rows(400, 2);
    TrainingResult<FactorModel> first = train(FactorSpec.factorAnalysis(3), rows);
    TrainingResult<FactorModel> second =
        train(FactorSpec.factorAnalysis(3).with(FactorSpec.Method.PASSES), rows);
    assertThat(first.stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(second.bound().bound()).isCloseTo(first.bound().bound(), within(1e-10));
    assertThat(second.model().noise()).containsExactly(first.model().noise(), within(1e-5));
    assertThat(second.model().loadings()).containsExactly(first.model().loadings(), within(1e-4));
  }

  @Test
  void factorAnalysisCommutesWithUnits() {
    double[][] rows = rows(400, 3);
    double[][] other = rows(400, 3);
    double logUnits = 0;
    for (int j = 0; j < 10; j++) {
      double unit = Math.scalb(1.0, 3 * j - 12);
      logUnits += Math.log(unit);
      for (double[] row : other) {
        row[j] *= unit;
      }
    }
    FactorTraining training =
        FactorTraining.of(FactorSpec.factorAnalysis(3), new StoppingRule(1000, 1e-12), List.of());
    TrainingResult<FactorModel> first =
        training.run(pass(rows), FactorTraining.Holes.NONE).result();
    TrainingResult<FactorModel> second =
        training.run(pass(other), FactorTraining.Holes.NONE).result();
    assertThat(second.bound().bound() + logUnits).isCloseTo(first.bound().bound(), within(1e-9));
  }

  @Test
  void sparseBlocksGiveWhatDenseOnesGive() {
    double[][] rows = sparse(500, 40);
    for (FactorSpec spec : List.of(FactorSpec.ppca(3), FactorSpec.factorAnalysis(3))) {
      FactorTraining training =
          FactorTraining.of(
              spec.with(FactorSpec.Method.PASSES), new StoppingRule(100, 1e-10), List.of());
      TrainingResult<FactorModel> dense =
          training.run(pass(rows), FactorTraining.Holes.NONE).result();
      Pass thin = new LocalPass(List.of(csr(rows)));
      TrainingResult<FactorModel> sparse = training.run(thin, FactorTraining.Holes.NONE).result();
      assertThat(sparse.bound().bound()).isCloseTo(dense.bound().bound(), within(1e-9));
      assertThat(sparse.bound().gap()).isCloseTo(dense.bound().gap(), within(1e-8));
      double[] latent = new double[1500];
      double[] density = new double[500];
      double[] expected = new double[500];
      dense.model().scorer().score(Block.ofRows(rows), latent, expected);
      dense.model().scorer().score(csr(rows), latent, density);
      assertThat(density).containsExactly(expected, within(1e-9));
    }
  }

  private static double[][] sparse(int n, int d) {
    Random random = new Random(17);
    double[][] rows = new double[n][d];
    for (double[] row : rows) {
      int topic = random.nextInt(4);
      for (int e = 0; e < 5; e++) {
        row[(topic * 9 + random.nextInt(10)) % d] = 1 + random.nextDouble();
      }
    }
    return rows;
  }

  @Test
  void weightsOfSparseRowsCountAsTheyDoInDenseOnes() {
    double[][] rows = sparse(300, 40);
    double[] weights = new double[300];
    for (int n = 0; n < 300; n++) {
      weights[n] = n % 3 == 0 ? 0 : .5 + n % 2;
    }
    rows[0][3] = 1e300; // of weight 0
    FactorTraining training =
        FactorTraining.of(
            FactorSpec.factorAnalysis(3).with(FactorSpec.Method.PASSES),
            new StoppingRule(20, 1e-12),
            List.of());
    Block dense = new Block(40, Block.ofRows(rows).values(), weights);
    Block sparse = Block.sparse(40, csr(rows).sparseRows(), weights);
    TrainingResult<FactorModel> first =
        training.run(new LocalPass(List.of(dense)), FactorTraining.Holes.NONE).result();
    TrainingResult<FactorModel> second =
        training.run(new LocalPass(List.of(sparse)), FactorTraining.Holes.NONE).result();
    assertThat(second.weight()).isEqualTo(first.weight());
    assertThat(second.bound().bound()).isCloseTo(first.bound().bound(), within(1e-9));
  }

  @Test
  void partitionsThatBeginWithoutWeightKeepTheDigits() {
    double[][] rows = rows(200, 4);
    for (double[] row : rows) {
      for (int j = 0; j < 10; j++) {
        row[j] += 1e8;
      }
    }
    double[][] none = new double[7][10];
    Pass plain = new LocalPass(List.of(Block.ofRows(rows)));
    Block weightless = new Block(10, Block.ofRows(none).values(), new double[7]);
    Pass led =
        new LocalPass(
            List.of(List.of(weightless), List.of(), List.of(weightless, Block.ofRows(rows))), 10);
    FactorTraining training =
        FactorTraining.of(FactorSpec.ppca(3), new StoppingRule(20, 1e-12), List.of());
    TrainingResult<FactorModel> first = training.run(plain, FactorTraining.Holes.NONE).result();
    TrainingResult<FactorModel> second = training.run(led, FactorTraining.Holes.NONE).result();
    assertThat(second.rows()).isEqualTo(214);
    assertThat(second.bound().bound()).isCloseTo(first.bound().bound(), within(1e-12));
    for (FactorSpec.Method method : FactorSpec.Method.values()) {
      FactorTraining other =
          FactorTraining.of(
              FactorSpec.ppca(3).with(method), new StoppingRule(20, 1e-12), List.of());
      Pass nothing = new LocalPass(List.of(weightless));
      assertThatThrownBy(() -> other.run(nothing, FactorTraining.Holes.NONE))
          .isInstanceOf(UnusableDataException.class)
          .hasMessageContaining("weight");
    }
  }

  @Test
  void goingOnFromAModelIsOneTraining() {
    double[][] rows = rows(200, 4);
    TrainingResult<FactorModel> some =
        FactorTraining.of(FactorSpec.factorAnalysis(3), new StoppingRule(3, 0), List.of())
            .run(pass(rows), FactorTraining.Holes.NONE)
            .result();
    FactorTraining more =
        FactorTraining.of(FactorSpec.factorAnalysis(3), new StoppingRule(3, 0), List.of())
            .from(some.model());
    assertThat(more.run(pass(rows), FactorTraining.Holes.NONE).result().bound().bound())
        .isGreaterThan(some.bound().bound());
    assertThatThrownBy(() -> more.runAll(pass(rows), FactorTraining.Holes.NONE, new int[] {3, 4}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be one where training goes on from a model");
  }

  @Test
  void withoutAFloorASubspaceIsRefused() {
    double[][] rows = rows(100, 7);
    for (double[] row : rows) {
      for (int j = 2; j < 10; j++) {
        row[j] = row[0] + j * row[1];
      }
    }
    FactorSpec bare =
        new FactorSpec(
            4, NoiseType.ISOTROPIC, 0, FactorModel.Rotation.PRINCIPAL, FactorSpec.Method.AUTO, 1);
    assertThatThrownBy(() -> train(bare, rows))
        .isInstanceOf(NumericalException.class)
        .hasMessageContaining("use fewer latent dimensions, or a noise floor");
  }

  private static Block csr(double[][] rows) {
    int[] starts = new int[rows.length + 1];
    List<Integer> columns = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        if (rows[i][j] != 0) {
          columns.add(j);
          values.add(rows[i][j]);
        }
      }
      starts[i + 1] = columns.size();
    }
    return Block.sparse(
        rows[0].length,
        new SparseRows(
            starts,
            columns.stream().mapToInt(Integer::intValue).toArray(),
            values.stream().mapToDouble(Double::doubleValue).toArray()),
        null);
  }

  @Test
  void severalNumbersOfFactorsShareThePasses() {
    double[][] rows = rows(300, 5);
    for (FactorSpec spec : List.of(FactorSpec.ppca(1), FactorSpec.factorAnalysis(1))) {
      CountedPass counted = new CountedPass(pass(rows));
      List<FactorTraining.Outcome> outcomes =
          FactorTraining.of(spec, TIGHT, List.of())
              .runAll(counted, FactorTraining.Holes.NONE, new int[] {1, 2, 3, 4, 5});
      assertThat(counted.passes()).isEqualTo(1);
      double[] bic =
          outcomes.stream().mapToDouble(outcome -> outcome.result().criteria().bic()).toArray();
      if (spec.noise() == NoiseType.DIAGONAL) {
        assertThat(bic[2]).isEqualTo(Arrays.stream(bic).min().orElseThrow());
      }
      for (int i = 1; i < 5; i++) {
        assertThat(outcomes.get(i).result().bound().bound())
            .isGreaterThan(outcomes.get(i - 1).result().bound().bound());
      }
    }
  }

  @Test
  void holesAtRandomLeaveTheModelWhereItWas() {
    double[][] rows = rows(3000, 6);
    TrainingResult<FactorModel> whole = train(FactorSpec.factorAnalysis(3), rows);
    Random random = new Random(1);
    for (double[] row : rows) {
      for (int j = 0; j < 10; j++) {
        row[j] = random.nextDouble() < .2 ? Double.NaN : row[j];
      }
    }
    TrainingResult<FactorModel> holes =
        FactorTraining.of(FactorSpec.factorAnalysis(3), new StoppingRule(1000, 1e-9), List.of())
            .run(pass(rows), FactorTraining.Holes.POSSIBLE)
            .result();
    double[] first = whole.model().components().covariance(0);
    double[] second = holes.model().components().covariance(0);
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 10; j++) {
        double error = Math.sqrt(2 * first[i * 11] * first[j * 11] / 3000);
        assertThat(second[i * 10 + j]).isCloseTo(first[i * 10 + j], within(3 * error));
      }
    }
  }

  @Test
  void rowsInASubspaceEndAtTheFloorWhichIsSaid() {
    double[][] rows = rows(100, 7);
    for (double[] row : rows) {
      for (int j = 2; j < 10; j++) {
        row[j] = row[0] + j * row[1];
      }
    }
    FactorTraining.Outcome outcome =
        FactorTraining.of(FactorSpec.ppca(4), TIGHT, List.of())
            .run(pass(rows), FactorTraining.Holes.NONE);
    assertThat(outcome.result().events())
        .singleElement()
        .matches(event -> event.kind() == ModelEvent.Kind.NOISE_FLOOR);
    assertThat(outcome.result().bound().gap())
        .isCloseTo(4, within(1e-3)); // (D - 2) / 2: the rows have rank 2
  }

  @Test
  void whatCannotBeTrainedIsSaid() {
    double[][] rows = rows(5, 8);
    assertThatThrownBy(() -> train(FactorSpec.ppca(10), rows))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("latent-dimensions: must be less than the 10 columns but was 10");
    assertThatThrownBy(() -> train(FactorSpec.ppca(5), rows))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("latent-dimensions: must be less than the 5 rows but was 5");
    double[][] equal = new double[20][10];
    for (FactorSpec.Method method : FactorSpec.Method.values()) {
      assertThatThrownBy(() -> train(FactorSpec.factorAnalysis(2).with(method), equal))
          .isInstanceOf(UnusableDataException.class)
          .hasMessage("all rows are equal; there is no variance to explain");
    }
    assertThatThrownBy(() -> FactorSpec.ppca(0))
        .hasMessage("latent-dimensions: must be >= 1 but was 0");
  }

  @Test
  void rowsOfWeightZeroAreNoRows() {
    double[][] rows = rows(6, 4);
    double[][] some = Arrays.copyOf(rows, 3);
    Pass weighted =
        new LocalPass(
            List.of(new Block(10, Block.ofRows(rows).values(), new double[] {1, 1, 1, 0, 0, 0})));
    for (FactorSpec.Method method : FactorSpec.Method.values()) {
      FactorTraining three =
          FactorTraining.of(FactorSpec.factorAnalysis(3).with(method), TIGHT, List.of());
      assertThatThrownBy(() -> three.run(weighted, FactorTraining.Holes.NONE))
          .isInstanceOf(UnusableDataException.class)
          .hasMessage(
              "latent-dimensions: must be less than the 3 rows with a positive weight but was 3");
      FactorTraining two =
          FactorTraining.of(
              FactorSpec.factorAnalysis(2).with(method), new StoppingRule(1, 0), List.of());
      double expected =
          two.run(new LocalPass(List.of(Block.ofRows(some))), FactorTraining.Holes.NONE)
              .result()
              .trace()
              .get(0)
              .bound()
              .bound();
      assertThat(
              two.run(weighted, FactorTraining.Holes.NONE).result().trace().get(0).bound().bound())
          .isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void aVarianceThatUnderflows() {
    double[][] rows = rows(20, 5);
    for (double[] row : rows) {
      row[3] *= 1e-150;
    }
    for (FactorSpec.Method method : FactorSpec.Method.values()) {
      assertThatThrownBy(() -> train(FactorSpec.ppca(2).with(method), rows))
          .isInstanceOf(UnusableDataException.class)
          .hasMessage("the variance of column number 4 underflows; rescale the column");
    }
  }
}
