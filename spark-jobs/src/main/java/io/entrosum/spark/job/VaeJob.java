package io.entrosum.spark.job;

import io.entrosum.init.VaeTraining;
import io.entrosum.model.VaeModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.Course;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.VarianceMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an autoencoder is trained. */
record VaeJob(VaeConfig config) implements NetworkJob.Kind<VaeModel, VaeTraining.Outcome> {
  @Override
  public String type() {
    return config.type();
  }

  @Override
  public Architecture architecture() {
    return config.spec().architecture();
  }

  @Override
  public VarianceMethod variances() {
    return config.spec().variances();
  }

  @Override
  public int restarts() {
    return config.spec().restarts();
  }

  @Override
  public String text() {
    return VaeDescription.text(architecture());
  }

  @Override
  public String networkKeys() {
    return "model.encoder, model.decoder";
  }

  @Override
  public VaeModel initial(SavedModel saved, String key) {
    return SavedVae.of(saved, key);
  }

  @Override
  public VaeTraining.Outcome train(
      StoppingRule rule,
      List<TrainingListener> listeners,
      Course course,
      @Nullable VaeModel initial,
      Pass pass) {
    VaeTraining training = VaeTraining.of(config.spec(), rule, listeners).in(course);
    return (initial == null ? training : training.from(initial)).run(pass);
  }

  @Override
  public TrainingResult<VaeModel> result(VaeTraining.Outcome outcome) {
    return outcome.result();
  }

  @Override
  public ModelReport report(VaeTraining.Outcome outcome, List<String> columns) {
    return new VaeReport(outcome, config, columns);
  }

  @Override
  public void warn(JobContext context, VaeTraining.Outcome outcome, List<String> columns) {
    for (ModelEvent event : outcome.result().events()) {
      context.warn(event.message() + " (fewer model.latent-dimensions, or another decoder)");
    }
    TrainingWarnings.stopped(context, outcome.result());
  }

  @Override
  public JobException noSelection() {
    return JobException.usage(
        "model.type: select does not try autoencoders; train some and compare their bic, but type"
            + " was "
            + type());
  }
}
