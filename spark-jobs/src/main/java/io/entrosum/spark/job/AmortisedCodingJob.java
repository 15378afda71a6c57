package io.entrosum.spark.job;

import io.entrosum.init.AmortisedCodingTraining;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.SparseCoding;
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

/** How amortised sparse coding is trained. */
record AmortisedCodingJob(AmortisedCodingConfig config)
    implements NetworkJob.Kind<AmortisedCodingModel, AmortisedCodingTraining.Outcome> {
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
    return VarianceMethod.CLOSED_FORM;
  }

  @Override
  public int restarts() {
    return config.spec().restarts();
  }

  @Override
  public String text() {
    return Numbers.format(
        "%s with %s, amortised posteriors of rank %d, encoder %s",
        type(),
        Numbers.count(architecture().latents(), "latent dimension"),
        architecture().rank(),
        VaeDescription.text(architecture().encoder()));
  }

  @Override
  public String networkKeys() {
    return "model.encoder, model.latent-dimensions";
  }

  @Override
  public AmortisedCodingModel initial(SavedModel saved, String key) {
    SparseCoding<?> coding = SavedSparseCoding.of(saved, key);
    if (coding instanceof AmortisedCodingModel amortised) {
      return amortised;
    }
    throw JobException.usage(
        key
            + ": must have amortised posteriors for model.posterior = amortised but has "
            + coding.posteriorLabel()
            + " ones, and no encoder (model.posterior = full or diagonal goes on from it)");
  }

  @Override
  public AmortisedCodingTraining.Outcome train(
      StoppingRule rule,
      List<TrainingListener> listeners,
      Course course,
      @Nullable AmortisedCodingModel initial,
      Pass pass) {
    AmortisedCodingTraining training =
        AmortisedCodingTraining.of(config.spec(), rule, listeners).in(course);
    return (initial == null ? training : training.from(initial)).run(pass);
  }

  @Override
  public TrainingResult<AmortisedCodingModel> result(AmortisedCodingTraining.Outcome outcome) {
    return outcome.result();
  }

  @Override
  public ModelReport report(AmortisedCodingTraining.Outcome outcome, List<String> columns) {
    return new AmortisedCodingReport(outcome, config, columns);
  }

  @Override
  public void warn(
      JobContext context, AmortisedCodingTraining.Outcome outcome, List<String> columns) {
    SparseCodingWarnings.data(
        context,
        outcome,
        columns,
        "another training.seed, more training.max-iterations, or another training.learning-rate");
    for (ModelEvent event : outcome.result().events()) {
      context.warn(event.message() + " (fewer model.latent-dimensions)");
    }
    TrainingWarnings.stopped(context, outcome.result());
  }

  @Override
  public JobException noSelection() {
    return JobException.usage(
        "model.posterior: must be full or diagonal for select but was amortised (train some and"
            + " compare their bounds)");
  }
}
