package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.data.Block;
import io.entrosum.model.Mixture;
import io.entrosum.model.ReferenceMixture;
import io.entrosum.train.CountedPass;
import io.entrosum.train.DataProfile;
import io.entrosum.train.EmTrainer;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several trainings that share passes are the trainings that they would be alone. */
class TrainTogetherTest {
  private static final StoppingRule RULE = new StoppingRule(60, 1e-6);

  private static CountedPass pass() {
    return new CountedPass(new LocalPass(List.of(Block.ofRows(ReferenceMixture.rows()))));
  }

  private static List<Mixture> starts() {
    List<Mixture> starts = new ArrayList<>();
    for (int k = 1; k <= 5; k++) {
      Pass pass = pass();
      starts.add(
          new GaussianMixtureTraining(GaussianMixtureSpec.of(k))
              .start(pass, DataProfile.of(pass, k), 0));
    }
    return starts;
  }

  @Test
  void resultsAreTheSameBitsAndPassesAreShared() {
    EmTrainer trainer = new EmTrainer(RULE, List.of());
    CountedPass together = pass();
    List<TrainingResult<Mixture>> results = trainer.trainTogether(starts(), together);
    int alone = 0;
    int longest = 0;
    for (int i = 0; i < 5; i++) {
      CountedPass pass = pass();
      TrainingResult<Mixture> expected = trainer.train(starts().get(i), pass);
      TrainingResult<Mixture> result = results.get(i);
      assertThat(result.bound()).isEqualTo(expected.bound());
      assertThat(result.iterations()).isEqualTo(expected.iterations());
      assertThat(result.stopReason()).isEqualTo(expected.stopReason());
      assertThat(result.model().weights()).isEqualTo(expected.model().weights());
      alone += pass.passes();
      longest = Math.max(longest, pass.passes());
    }
    assertThat(together.passes()).isEqualTo(longest).isLessThan(alone);
  }

  @Test
  void aRangeOfComponentsIsTrainedInFewerPassesThanOneByOne() {
    List<MixtureTraining> trainings = new ArrayList<>();
    int alone = 0;
    for (int k = 1; k <= 5; k++) {
      MixtureTraining training = MixtureTraining.of(GaussianMixtureSpec.of(k), RULE, 2, List.of());
      trainings.add(training);
      CountedPass pass = pass();
      training.run(pass);
      alone += pass.passes();
    }
    CountedPass together = pass();
    List<TrainingResult<Mixture>> results =
        MixtureTraining.runTogether(trainings, together, DataProfile.of(together, 5));
    assertThat(together.passes()).isLessThan(alone / 3);
    int best = 0;
    for (int i = 0; i < 5; i++) {
      assertThat(results.get(i).model().count()).isEqualTo(i + 1);
      assertThat(results.get(i).criteria().bic()).isFinite();
      if (results.get(i).criteria().bic() < results.get(best).criteria().bic()) {
        best = i;
      }
    }
    assertThat(best + 1).as("the data is drawn from three").isEqualTo(3);
  }

  @Test
  void noStartsNeedNoPass() {
    CountedPass pass = pass();
    assertThat(new EmTrainer(RULE, List.of()).trainTogether(List.<Mixture>of(), pass)).isEmpty();
    assertThat(pass.passes()).isZero();
  }
}
