package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder;
import io.entrosum.data.SparseBlockBuilder;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.NoiseType;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.LocalPass;
import io.entrosum.train.SecondMomentsAggregation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhiteningTest {
  private static final int D = 7;
  private static final int H = 3;

  /** More rows than one product takes. */
  private static final double[][] ROWS = FactorData.rows(5, 1200, D, H, j -> .4, true);

  private static final double[] LOADINGS =
      new Random(4).doubles(D * H, -1, 1).map(w -> 2 * w).toArray();

  private static FactorModel model(double... noise) {
    double[] mean = new double[D];
    Arrays.setAll(mean, j -> 1 - .5 * j);
    NoiseType type = noise.length == 1 ? NoiseType.ISOTROPIC : NoiseType.DIAGONAL;
    return FactorModel.of(mean, LOADINGS.clone(), type, noise, CovarianceFloor.none(D));
  }

  private static SecondMoments moments(double[][] rows) {
    return SecondMomentsAggregation.of(new LocalPass(List.of(Block.ofRows(rows))));
  }

  /** The maximum-likelihood model of the rows. */
  private static FactorModel fitted(int h) {
    return PrincipalComponents.of(moments(ROWS), h).model(h, CovarianceFloor.none(D));
  }

  private static double[][] whitened(Whitening whitening, double[][] rows) {
    double[] flat = whitening.apply(Block.ofRows(rows));
    int width = whitening.outputDimensions();
    assertThat(flat).hasSize(rows.length * width);
    double[][] whitened = new double[rows.length][];
    Arrays.setAll(whitened, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
    return whitened;
  }

  @Test
  void zcaIsTheInverseSquareRootOfTheCovariance() {
    FactorModel model = model(.3);
    SymmetricEigen eigen = SymmetricEigen.of(D, model.components().covariance(0));
    double[] root =
        eigen.compose(Arrays.stream(eigen.values()).map(value -> 1 / Math.sqrt(value)).toArray());
    double[] mean = model.mean();
    double[][] actual = whitened(Whitening.of(model, Whitening.Mode.ZCA), ROWS);
    for (int n = 0; n < ROWS.length; n++) {
      double[] expected = new double[D];
      for (int j = 0; j < D; j++) {
        for (int i = 0; i < D; i++) {
          expected[j] += root[j * D + i] * (ROWS[n][i] - mean[i]);
        }
      }
      assertThat(actual[n]).containsExactly(expected, within(1e-12 * norm(ROWS[n])));
    }
  }

  private static double norm(double[] row) {
    return 1 + 10 * Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
  }

  /** Coordinates along the eigenvectors, in units of deviations; signs by the largest entry. */
  @Test
  void pcaIsAlongTheEigenvectors() {
    FactorModel model = model(.3);
    SymmetricEigen eigen = SymmetricEigen.of(D, model.components().covariance(0));
    double[] mean = model.mean();
    double[][] actual = whitened(Whitening.of(model, Whitening.Mode.PCA), ROWS);
    for (int h = 0; h < H; h++) {
      int from = (D - 1 - h) * D;
      double[] axis = Arrays.copyOfRange(eigen.vectors(), from, from + D);
      double largest = 0;
      for (double entry : axis) {
        largest = Math.abs(entry) > Math.abs(largest) ? entry : largest;
      }
      double scale = Math.signum(largest) / Math.sqrt(eigen.values()[D - 1 - h]);
      for (int n = 0; n < ROWS.length; n++) {
        double expected = 0;
        for (int j = 0; j < D; j++) {
          expected += scale * axis[j] * (ROWS[n][j] - mean[j]);
        }
        assertThat(actual[n][h]).isCloseTo(expected, within(1e-12 * norm(ROWS[n])));
      }
    }
  }

  /** With H = D - 1 the model has every covariance, so the whitened rows have the identity. */
  @Test
  void zcaOfWhatTheModelFitsExactlyIsWhite() {
    assertWhite(whitened(Whitening.of(fitted(D - 1), Whitening.Mode.ZCA), ROWS), D);
  }

  /** The variances along the axes of the maximum are those of the rows, whatever H is. */
  @Test
  void pcaOfTheMaximumIsWhite() {
    assertWhite(whitened(Whitening.of(fitted(H), Whitening.Mode.PCA), ROWS), H);
  }

  private static void assertWhite(double[][] rows, int width) {
    SecondMoments moments = moments(rows);
    double[] scatter = moments.symmetricScatter();
    for (int i = 0; i < width; i++) {
      assertThat(moments.mean()[i]).isCloseTo(0, within(1e-12));
      for (int j = 0; j < width; j++) {
        // eigenvalues are between .16 and about 20: rounding times the condition of C
        assertThat(scatter[i * width + j] / moments.weight())
            .isCloseTo(i == j ? 1 : 0, within(1e-12));
      }
    }
  }

  @Test
  void sparseRowsAreWhitenedAsDenseOnes() {
    Random random = new Random(3);
    double[][] rows = new double[90][D];
    SparseBlockBuilder builder =
        new SparseBlockBuilder(D, Long.MAX_VALUE, BlockBuilder.Weighting.UNWEIGHTED);
    for (double[] row : rows) {
      builder.begin();
      for (int j = 0; j < D; j++) {
        row[j] = random.nextInt(3) == 0 ? random.nextGaussian() : 0;
        builder.add(j, row[j]);
      }
      assertThat(builder.accept(1)).isNull();
    }
    Block sparse = Objects.requireNonNull(builder.take());
    assertThat(sparse.isSparse()).isTrue();
    for (Whitening.Mode mode : Whitening.Mode.values()) {
      Whitening whitening = Whitening.of(model(.3), mode);
      assertThat(whitening.apply(sparse)).isEqualTo(whitening.apply(Block.ofRows(rows)));
    }
  }

  /** The third column of these loadings depends on two: nothing to ZCA, but no axis. */
  @Test
  void dependentLoadings() {
    double[] three = FactorData.sines(D, 3); // sin(a + 2) is a combination of sin a and sin(a + 1)
    FactorModel dependent =
        FactorModel.of(
            new double[D], three, NoiseType.ISOTROPIC, new double[] {.3}, CovarianceFloor.none(D));
    SymmetricEigen eigen = SymmetricEigen.of(D, dependent.components().covariance(0));
    double[] root =
        eigen.compose(Arrays.stream(eigen.values()).map(value -> 1 / Math.sqrt(value)).toArray());
    double[][] units = new double[D][D];
    for (int j = 0; j < D; j++) {
      units[j][j] = 1;
    }
    assertThat(Whitening.of(dependent, Whitening.Mode.ZCA).apply(Block.ofRows(units)))
        .containsExactly(root, within(1e-13));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Whitening.of(dependent, Whitening.Mode.PCA))
        .withMessage(
            "whitening: the model has only 2 principal axes for 3 latent dimensions;"
                + " train with at most 2");
  }

  @Test
  void aMissingValueSpoilsItsRowOnly() {
    double[][] rows = {{1, 2, 3, 4, 5, 6, 7}, {1, 2, Double.NaN, 4, 5, 6, 7}};
    double[][] whitened = whitened(Whitening.of(model(.3), Whitening.Mode.ZCA), rows);
    assertThat(whitened[1]).containsOnly(Double.NaN);
    assertThat(whitened[0])
        .isEqualTo(
            whitened(Whitening.of(model(.3), Whitening.Mode.ZCA), new double[][] {rows[0]})[0]);
  }

  @Test
  void modelsAndRowsThatDoNotFit() {
    double[] noise = new double[D];
    Arrays.fill(noise, .3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Whitening.of(model(noise), Whitening.Mode.ZCA))
        .withMessage("whitening: noise must be isotropic but is diagonal");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Whitening.of(model(.3), Whitening.Mode.ZCA).apply(Block.ofRow(new double[2])))
        .withMessage("whitening: rows have 2 columns, the model has 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Whitening.Mode.of("zsa"))
        .withMessage("mode: must be one of zca, pca but was zsa");
    assertThat(Whitening.Mode.of("pca")).isEqualTo(Whitening.Mode.PCA);
  }

  @Test
  void itCanBeSent() throws Exception {
    Whitening whitening = Whitening.of(model(.3), Whitening.Mode.PCA);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(whitening);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Whitening sent = (Whitening) in.readObject();
      assertThat(sent.mode()).isEqualTo(Whitening.Mode.PCA);
      assertThat(sent.dimensions()).isEqualTo(D);
      assertThat(sent.apply(Block.ofRows(ROWS))).isEqualTo(whitening.apply(Block.ofRows(ROWS)));
    }
  }
}
