package io.entrosum.spark.job;

import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;

/** A line when the training of a candidate is complete. */
record CandidateLines(JobContext context) implements TrainingListener {
  @Override
  public void stopped(TrainingResult<?> result) {
    context.say(
        Numbers.format(
            "%,d parameters: %s after %s, bound %.6f",
            result.model().parameters(),
            result.stopReason(),
            result.iterationsText(),
            result.bound().bound()));
  }
}
