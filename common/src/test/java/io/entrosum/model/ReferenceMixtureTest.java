package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reference problem of the notes on mixtures, every printed digit. */
class ReferenceMixtureTest {
  private static final double PRINTED = 6e-13; // twelve decimals are printed

  private final Pass pass = new LocalPass(List.of(Block.ofRows(ReferenceMixture.rows())));

  @Test
  void rowsAreTheOnesOfTheReference() {
    double[][] rows = ReferenceMixture.rows();
    assertThat(rows[0][0]).isCloseTo(3.36303399427, within(5e-12));
    assertThat(rows[0][1]).isCloseTo(.114070103997, within(PRINTED));
    double[] sums = new double[2];
    for (double[] row : rows) {
      sums[0] += row[0] / 600;
      sums[1] += row[1] / 600;
    }
    assertThat(sums[0]).isCloseTo(.625507810672, within(PRINTED));
    assertThat(sums[1]).isCloseTo(.878372198978, within(PRINTED));
  }

  @ParameterizedTest
  @CsvSource({
    "FULL, -3.651453632752, -3.573264326304, -3.502186913608, -3.313492165526",
    "TIED, -3.755852634025, -3.678064064737, -3.600847049034, -3.484204606102"
  })
  void boundsAreTheOnesOfTheReference(
      CovarianceType type, double first, double second, double third, double limit) {
    Mixture model = ReferenceMixture.start(type);
    Statistics statistics = pass.eStep(model, "test");
    assertThat(model.bound(statistics).bound()).isCloseTo(-4.135778490311, within(PRINTED));

    LatentModel.Update<Mixture> update = model.mStep(statistics);
    assertThat(update.bound().entropySum()).isCloseTo(first, within(PRINTED));
    assertThat(update.bound().gap()).isCloseTo(0, within(4e-14));

    model = update.model();
    statistics = pass.eStep(model, "test");
    assertThat(model.bound(statistics).bound()).isCloseTo(second, within(PRINTED));
    update = model.mStep(statistics);
    assertThat(update.bound().entropySum()).isCloseTo(third, within(PRINTED));

    for (int i = 0; i < 1000; i++) {
      model = update.model();
      update = model.mStep(pass.eStep(model, "test"));
    }
    EntropyTerms end = update.model().bound(pass.eStep(update.model(), "test"));
    assertThat(end.bound()).isCloseTo(limit, within(PRINTED));
    assertThat(end.entropySum()).isCloseTo(limit, within(PRINTED));
    if (type == CovarianceType.FULL) {
      assertLimitOfFull(update.model(), end);
    }
  }

  private static void assertLimitOfFull(Mixture model, EntropyTerms end) {
    assertThat(model.weights())
        .containsExactly(new double[] {.476976876781, .324222627764, .198800495456}, within(2e-12));
    assertThat(((GaussianComponents) model.components()).means())
        .containsExactly(
            new double[] {
              .035091245341,
              -.030240432794,
              3.024364446338,
              .931509614862,
              -1.870203035399,
              2.971721421987
            },
            within(2e-12));
    assertThat(end.posterior()).isCloseTo(.057970072674, within(PRINTED));
    assertThat(end.prior()).isCloseTo(1.039432873726, within(PRINTED));
  }
}
