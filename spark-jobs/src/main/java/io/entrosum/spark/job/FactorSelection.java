package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.init.FactorTraining;
import io.entrosum.spark.Blocks;
import io.entrosum.train.CountedPass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Trains models of several numbers of factors, in shared passes, and chooses. */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record FactorSelection(JobContext context, int[] candidates) {
  Selection.Chosen run(
      Blocks blocks,
      FactorTraining.Holes holes,
      FactorTraining training,
      Function<FactorTraining.Outcome, Trained> trained) {
    CountedPass counted = new CountedPass(blocks.pass());
    HeldOut heldOut =
        new HeldOut(context.config().select(), context.config().training().seed(), counted);
    List<FactorTraining.Outcome> outcomes = training.runAll(heldOut.training(), holes, candidates);
    List<Double> bounds =
        heldOut.bounds(outcomes.stream().map(outcome -> outcome.result().model()).toList());
    List<Selection.Candidate> done = new ArrayList<>();
    for (int i = 0; i < candidates.length; i++) {
      done.add(
          new Selection.Candidate(
              new Shape(candidates[i]), outcomes.get(i).result(), bounds.get(i)));
    }
    context.cancellation().check();
    Selection selection =
        new Selection(
            context.config().select().criterion(), List.of("latent"), done, counted.passes());
    return new Selection.Chosen(trained.apply(outcomes.get(selection.best())), selection);
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
