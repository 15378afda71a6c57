package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.spark.Blocks;
import io.entrosum.train.CountedPass;
import io.entrosum.train.Pass;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Trains models of several numbers of latent dimensions, in shared passes, and chooses. */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record LatentSelection(JobContext context, int[] candidates) {
  /**
   * A kind of training.
   *
   * @param runAll trains all candidates, in their order
   * @param result of an outcome
   * @param trained what there is to say about the chosen one
   */
  record Kind<O>(
      Function<Pass, List<O>> runAll,
      Function<O, TrainingResult<?>> result,
      Function<O, Trained> trained) {}

  <O> Selection.Chosen run(Blocks blocks, Kind<O> kind) {
    CountedPass counted = new CountedPass(blocks.pass());
    HeldOut heldOut =
        new HeldOut(context.config().select(), context.config().training().seed(), counted);
    List<O> outcomes = kind.runAll().apply(heldOut.training());
    List<? extends TrainingResult<?>> results = outcomes.stream().map(kind.result()).toList();
    List<Double> bounds = heldOut.bounds(results.stream().map(TrainingResult::model).toList());
    List<Selection.Candidate> done = new ArrayList<>();
    for (int i = 0; i < candidates.length; i++) {
      done.add(new Selection.Candidate(new Shape(candidates[i]), results.get(i), bounds.get(i)));
    }
    context.cancellation().check();
    Selection selection =
        new Selection(
            context.config().select().criterion(), List.of("latent"), done, counted.passes());
    return new Selection.Chosen(kind.trained().apply(outcomes.get(selection.best())), selection);
  }

  private record Shape(int latentDimensions) implements Selection.Shape {
    @Override
    public List<String> cells() {
      return List.of(String.valueOf(latentDimensions));
    }

    @Override
    public void put(ObjectNode row) {
      row.put("latentDimensions", latentDimensions);
    }
  }
}
