package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.coding.NaiveAmortised;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.init.AmortisedCodingSpec;
import io.entrosum.init.AmortisedCodingTraining;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.LatentModel;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After every epoch the reported bound is that of the reported parameters by the plain formula, and
 * the sum of its entropies; with held parameters it misses that sum by what the notes say.
 */
class AmortisedIdentityTest {
  /** Relative rounding of single precision, for sums of some hundred numbers. */
  private static final double SINGLE = 5e-6;

  private static Map<Iteration, AmortisedCodingModel> epochs(
      AmortisedCodingSpec spec, double[][] rows) {
    Map<Iteration, AmortisedCodingModel> epochs = new LinkedHashMap<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            epochs.put(iteration, (AmortisedCodingModel) model);
          }
        };
    int half = rows.length / 2;
    LocalPass halves =
        new LocalPass(
            List.of(
                List.of(Block.ofRows(Arrays.copyOfRange(rows, 0, half))),
                List.of(Block.ofRows(Arrays.copyOfRange(rows, half, rows.length)))),
            rows[0].length);
    AmortisedCodingTraining.of(spec, new StoppingRule(6, 0), List.of(listener)).run(halves);
    assertThat(epochs).hasSize(6);
    return epochs;
  }

  /** Bound and entropies against the plain formula; what is left of the bound is the gap. */
  private static void check(
      EntropyTerms reported, AmortisedCodingModel model, double[][] rows, double gap) {
    NaiveAmortised naive = new NaiveAmortised(model);
    double size = SINGLE * Math.max(10, Math.abs(reported.bound()));
    assertThat(reported.bound()).isCloseTo(naive.bound(rows), within(size));
    assertThat(reported.posterior()).isCloseTo(naive.posteriorEntropy(rows), within(size));
    double prior = 0;
    for (double scale : model.scales()) {
      prior += Math.log(2 * Math.E * scale);
    }
    int d = model.dimensions();
    double noise = .5 * d * Math.log(2 * Math.PI * Math.E * model.noise());
    assertThat(reported.prior()).isCloseTo(prior, within(1e-12 * Math.max(10, Math.abs(prior))));
    assertThat(reported.observation()).isCloseTo(noise, within(1e-12 * Math.abs(noise)));
    assertThat(reported.gap()).isCloseTo(gap, within(gap == 0 ? 1e-12 * d : size));
  }

  private static void checkEpochs(AmortisedCodingSpec spec) {
    double[][] rows = AmortisedCases.rows(150);
    double[][] others = Arrays.copyOfRange(AmortisedCases.rows(230), 150, 230);
    epochs(spec, rows)
        .forEach(
            (iteration, model) -> {
              check(iteration.bound(), model, rows, 0);
              NaiveAmortised naive = new NaiveAmortised(model);
              assertThat(naive.profiled(rows))
                  .isCloseTo(naive.bound(rows), within(1e-9 * Math.abs(naive.bound(rows))));
              check(held(model, others), model, others, gap(model, naive, others));
            });
  }

  private static EntropyTerms held(AmortisedCodingModel model, double[][] rows) {
    return model.bound(new LocalPass(List.of(Block.ofRows(rows))).eStep(model, ""));
  }

  private static double gap(AmortisedCodingModel model, NaiveAmortised naive, double[][] rows) {
    double gap = .5 * model.dimensions() * (1 - naive.noise(rows) / model.noise());
    double[] absolutes = naive.absolutes(rows);
    for (int i = 0; i < absolutes.length; i++) {
      gap += 1 - absolutes[i] / model.scales()[i];
    }
    return gap;
  }

  @ParameterizedTest
  @EnumSource
  void everyEpochIsASumOfEntropies(AmortisedCases kind) {
    checkEpochs(kind.spec());
  }

  @ParameterizedTest
  @EnumSource
  void everyEpochWithTheGradientOfAllRows(AmortisedCases kind) {
    checkEpochs(
        kind.spec()
            .with(new LearningSettings(LearningSettings.Steps.SYNCHRONOUS, 20, 5e-3, 1, 11)));
  }
}
