package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.storage.OutputFolder;
import io.entrosum.stats.Statistics;
import io.entrosum.train.CountedPass;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.SplitPass;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Fits a range of models and writes the best. */
@Command(
    name = "select",
    description = {
      "Fits every combination of what the section select names, in shared passes over the data,",
      "prints one table, and writes the best model to output.path, as train does."
    })
final class SelectCommand extends JobCommand {
  @Override
  String name() {
    return "select";
  }

  /** What was chosen, and from what. */
  private record Chosen(TrainingJob.Trained trained, Selection selection) {}

  @Override
  void run(JobContext context) {
    OutputConfig output = context.config().output();
    String target = output.requirePath();
    OutputFolder.check(target, output.mode(), context.hadoop());
    InitMode init = context.config().training().init();
    if (init != InitMode.K_MEANS) {
      throw JobException.usage(
          "training.init: must be "
              + InitMode.K_MEANS.label()
              + " for select but was "
              + init.label());
    }
    TrainingJob job = TrainingJob.checked(context);
    try (OutputFolder folder = OutputFolder.open(target, output.mode(), context.hadoop())) {
      Chosen chosen = select(context, job);
      TrainingReport report = new TrainingReport(chosen.trained);
      TrainCommand.write(context, folder, chosen.trained, report, chosen.selection);
      context.cancellation().check();
      folder.publish();
      chosen.selection.print(context.out());
      report.print(context.out(), folder.target());
    }
  }

  private static Chosen select(JobContext context, TrainingJob job) {
    Stopwatch watch = new Stopwatch();
    TrainingJob.Columns columns = job.open();
    List<ModelConfig> candidates = context.config().select().candidates(job.model());
    List<TableSpec> tables =
        candidates.stream()
            .map(model -> model.table(columns.names(), columns.categories()))
            .toList();
    int most = candidates.stream().mapToInt(ModelConfig::components).max().orElse(1);
    context.say("trying " + Numbers.count(candidates.size(), "candidate"));
    return job.read(
        columns,
        reading(columns, tables),
        most,
        (blocks, profile) -> {
          watch.read();
          Selection selection = train(context, job, candidates, tables, blocks, profile);
          Selection.Candidate best = selection.best();
          context.cancellation().check();
          TrainingWarnings.after(context, best.model(), best.result());
          return new Chosen(
              TrainingJob.trained(best.result(), best.model(), columns, blocks, watch), selection);
        });
  }

  /** A value has to be in the domain of every family that is tried for its column. */
  private static ColumnReading reading(TrainingJob.Columns columns, List<TableSpec> tables) {
    Map<String, ColumnDomain> domains = new LinkedHashMap<>();
    Map<String, Categories> categories = columns.categories();
    for (int j = 0; j < columns.names().size(); j++) {
      int column = j;
      List<ColumnDomain> all =
          tables.stream().map(table -> table.domain(column)).flatMap(Optional::stream).toList();
      if (!all.isEmpty()) {
        domains.put(columns.names().get(j), new AllDomains(new ArrayList<>(all)));
      }
    }
    return ColumnReading.of(columns.names(), categories, domains);
  }

  private static Selection train(
      JobContext context,
      TrainingJob job,
      List<ModelConfig> candidates,
      List<TableSpec> tables,
      Blocks blocks,
      DataProfile profile) {
    SelectConfig select = context.config().select();
    boolean holdOut = select.criterion() == SelectConfig.Criterion.HELD_OUT;
    long seed = context.config().training().seed();
    CountedPass counted = new CountedPass(blocks.pass());
    Pass pass = holdOut ? SplitPass.remaining(counted, select.heldOut(), seed) : counted;
    int most = candidates.stream().mapToInt(ModelConfig::components).max().orElse(1);
    List<MixtureTraining> trainings = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      trainings.add(job.training(candidates.get(i), tables.get(i), List.of(new Lines(context))));
    }
    List<TrainingResult<Mixture>> results =
        MixtureTraining.runTogether(
            trainings, pass, holdOut ? DataProfile.of(pass, most) : profile);
    List<Double> bounds =
        holdOut
            ? bounds(results, SplitPass.heldOut(counted, select.heldOut(), seed))
            : java.util.Collections.nCopies(results.size(), Double.NaN);
    List<Selection.Candidate> done = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      done.add(new Selection.Candidate(candidates.get(i), results.get(i), bounds.get(i)));
    }
    // The pass that profiled the data counts as well.
    return new Selection(select.criterion(), done, counted.passes() + 1);
  }

  private static List<Double> bounds(List<TrainingResult<Mixture>> results, Pass heldOut) {
    List<Mixture> models = results.stream().map(TrainingResult::model).toList();
    List<Statistics> statistics = heldOut.eSteps(models, "bounds of the rows held out");
    List<Double> bounds = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      if (!(statistics.get(i).get(LatentModel.WEIGHT) > 0)) {
        throw JobException.usage("select.held-out: no row was held out; raise it");
      }
      bounds.add(models.get(i).bound(statistics.get(i)).bound());
    }
    return bounds;
  }

  /** All of several domains. */
  private record AllDomains(ArrayList<ColumnDomain> domains) implements ColumnDomain {
    @Override
    public @org.jspecify.annotations.Nullable String problem(double x) {
      for (ColumnDomain domain : domains) {
        String problem = domain.problem(x);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    }
  }

  /** A line when a training is complete. */
  private record Lines(JobContext context) implements TrainingListener {
    @Override
    public void stopped(TrainingResult<?> result) {
      context.say(
          Numbers.format(
              "%,d parameters: %s after %s, bound %.6f",
              result.model().parameters(),
              result.stopReason(),
              Numbers.count(result.iterations(), "iteration"),
              result.bound().bound()));
    }
  }
}
