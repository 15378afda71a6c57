package io.entrosum.spark.job;

import io.entrosum.init.VaeTraining;
import io.entrosum.model.VaeModel;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.Storage;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.TrainingListener;
import io.entrosum.vae.MissingEngineException;
import io.entrosum.vae.NetworkEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Trains an autoencoder as a configuration says. */
final class VaeJob implements TrainingJob {
  private static final String INITIAL = "training.initial-model";

  private final JobContext context;
  private final InputSource source;
  private final VaeConfig model;
  private final @Nullable SavedModel initial;

  private VaeJob(
      JobContext context, InputSource source, VaeConfig model, @Nullable SavedModel initial) {
    this.context = context;
    this.source = source;
    this.model = model;
    this.initial = initial;
  }

  /** Makes all checks that need no Spark. */
  static VaeJob checked(JobContext context, VaeConfig model) {
    JobConfig config = context.config();
    if (config.input().invalid() == InvalidPolicy.MISSING) {
      throw JobException.usage(
          "input.invalid: must be fail or skip for type = vae, which has no use for missing values,"
              + " but was missing (fill them in before, e.g. by score.fill with a ppca)");
    }
    TrainingConfig training = config.training();
    String location = training.initialModel();
    if (location != null && training.restarts() > 1) {
      throw JobException.usage(
          "training.restarts: must be 1 for training.init = model but was " + training.restarts());
    }
    try {
      NetworkEngine.get();
    } catch (MissingEngineException e) {
      throw JobException.usage(String.valueOf(e.getMessage()));
    }
    SavedModel initial =
        location == null ? null : SavedModel.load(INITIAL, location, context.hadoop());
    if (initial != null) {
      SavedVae.of(initial, INITIAL);
    }
    return new VaeJob(
        context, InputSource.checked(config.input(), context.hadoop()), model, initial);
  }

  private OpenedData open() {
    OpenedData data = OpenedData.open(context, source, schema -> Set.of());
    if (initial != null) {
      data.checkInitial(initial.columns());
    }
    return data;
  }

  private MemoryEstimate memory(OpenedData data, int partitions) {
    long weights =
        model
            .spec()
            .architecture()
            .ofColumns(data.names().size())
            .weights(model.spec().variances())
            .size();
    MemoryEstimate memory = MemoryEstimate.networks(weights, model.spec().restarts(), partitions);
    memory.refuseAboveHeap("model.encoder, model.decoder", "narrower layers or fewer starts");
    return memory;
  }

  @Override
  public TrainingPlan plan() {
    OpenedData data = open();
    int partitions = data.partitions(context);
    return new TrainingPlan(
        data,
        Map.of("model", VaeDescription.text(model.spec().architecture())),
        memory(data, partitions),
        partitions,
        Storage.DENSE,
        0);
  }

  @Override
  public Trained run() {
    Stopwatch watch = new Stopwatch();
    OpenedData data = open();
    memory(data, data.partitions(context));
    return data.read(
        context,
        null,
        source.options(),
        blocks -> {
          watch.read();
          List<TrainingListener> listeners = new ArrayList<>(context.watchersOfOne(watch));
          listeners.addAll(context.watchers());
          VaeTraining training =
              VaeTraining.of(model.spec(), context.config().training().stopping(), listeners)
                  .in(context.checkpoints().course(blocks));
          VaeTraining.Outcome outcome =
              (initial == null ? training : training.from(SavedVae.of(initial, INITIAL)))
                  .run(blocks.pass());
          context.cancellation().check();
          warn(outcome);
          return Trained.of(
              outcome.result(),
              Map.of(),
              new VaeReport(outcome, model, blocks.columns()),
              blocks,
              watch);
        });
  }

  private void warn(VaeTraining.Outcome outcome) {
    for (ModelEvent event : outcome.result().events()) {
      context.warn(event.message() + " (fewer model.latent-dimensions, or another decoder)");
    }
    TrainingWarnings.stopped(context, outcome.result());
  }

  @Override
  public Selection.Chosen select() {
    throw JobException.usage(
        "model.type: select does not try autoencoders; train some and compare their bic, but type"
            + " was "
            + VaeModel.TYPE);
  }
}
