package io.entrosum.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Attempts of one task at the same time, as Spark's speculation starts them: the driver goes on
 * with the first result, and what the others do beside the same block comes late. Whoever is first,
 * and whatever they leave, every attempt of a step comes to the same bits.
 */
class LateAttemptsTest {
  private static final int ROWS = 700;
  private static final int LATENTS = 5;
  private static final int STEPS = 10;
  private static final int TRAININGS = 25;
  private static final int MOST_ATTEMPTS = 3;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger step = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicInteger again = new AtomicInteger();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Attempt(int step, double[] sums) {}

  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void allComeToTheSameBits(PosteriorType type) throws Exception {
    CodingCase small = new CodingCase(8, LATENTS, ROWS, .01, type, 4);
    List<SparseCodingModel> models = new ArrayList<>();
    List<double[]> undisturbed = new ArrayList<>();
    Block alone = block(small);
    for (int i = 0; i < STEPS; i++) {
      models.add(small.hasty(10 + i));
      undisturbed.add(attempt(models, i, alone).sums());
    }
    again.set(0);

    SplittableRandom random = new SplittableRandom(1);
    try {
      for (int training = 0; training < TRAININGS; training++) {
        for (Attempt attempt : train(models, block(small), random.split())) {
          assertThat(attempt.sums()).containsExactly(undisturbed.get(attempt.step()));
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(late).hasPositiveValue();
    assertThat(again).hasPositiveValue();
  }

  private static Block block(CodingCase small) {
    return Block.ofRows(small.rows).withWarmStart(new WarmStart(2 * ROWS * LATENTS, 1));
  }

  /** All attempts of a training; the next step begins as soon as one attempt of a step is over. */
  private List<Attempt> train(List<SparseCodingModel> models, Block block, SplittableRandom random)
      throws Exception {
    List<Future<Attempt>> all = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      int now = i;
      step.set(now);
      ExecutorCompletionService<Attempt> attempts = new ExecutorCompletionService<>(threads);
      int count = 1 + random.nextInt(MOST_ATTEMPTS);
      for (int j = 0; j < count; j++) {
        long delay = j == 0 ? 0 : random.nextInt(4_000_000);
        all.add(
            attempts.submit(
                () -> {
                  Thread.sleep(delay / 1_000_000, (int) (delay % 1_000_000));
                  return attempt(models, now, block);
                }));
      }
      attempts.take().get();
    }
    List<Attempt> results = new ArrayList<>();
    for (Future<Attempt> attempt : all) {
      results.add(attempt.get());
    }
    return results;
  }

  /** All sums of a step but the number of rows whose state was made again. */
  private Attempt attempt(List<SparseCodingModel> models, int number, Block block) {
    SparseCodingModel model = models.get(number);
    Statistics into = new Statistics(model.layout());
    StepCourse course = new StepCourse(0, number + 1, models.subList(0, number));
    model.eStep(course).add(block, into);
    if (into.get(CodeSums.REPEATED) > 0) {
      again.incrementAndGet();
    }
    if (step.get() > number) {
      late.incrementAndGet();
    }
    into.values()[into.offset(CodeSums.REPEATED)] = 0;
    return new Attempt(number, into.values());
  }
}
