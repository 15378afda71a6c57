package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.ColumnDomain;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.train.CountedPass;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains every mixture that the section {@code select} names, in shared passes, and chooses. */
final class MixtureSelection {
  private final JobContext context;
  private final MixtureJob job;
  private final MixtureJob.Columns columns;
  private final List<MixtureConfig> candidates;
  private final List<TableSpec> tables;

  MixtureSelection(
      JobContext context, MixtureJob job, MixtureJob.Columns columns, MixtureConfig model) {
    this.context = context;
    this.job = job;
    this.columns = columns;
    this.candidates = context.config().select().candidates(model);
    this.tables =
        candidates.stream()
            .map(candidate -> candidate.table(columns.names(), columns.categories()))
            .toList();
  }

  /** Refuses starts that candidates cannot share. */
  static void check(TrainingConfig training) {
    if (training.init() != InitMode.K_MEANS) {
      throw JobException.usage(
          "training.init: must be "
              + InitMode.K_MEANS.label()
              + " for select but was "
              + training.init().label());
    }
  }

  Selection.Chosen run() {
    Stopwatch watch = new Stopwatch();
    context.say("trying " + Numbers.count(candidates.size(), "candidate"));
    return job.read(
        columns,
        reading(),
        largest(),
        (blocks, profile) -> {
          watch.read();
          return train(blocks, profile, watch);
        });
  }

  /** The candidate with the most components, which are the largest there are. */
  private MixtureConfig largest() {
    MixtureConfig largest =
        candidates.stream().max(Comparator.comparingInt(MixtureConfig::components)).orElseThrow();
    FactorShape factors = largest.factors();
    if (factors == null) {
      return largest;
    }
    int most =
        candidates.stream()
            .map(MixtureConfig::factors)
            .mapToInt(shape -> shape == null ? 0 : shape.latentDimensions())
            .max()
            .orElse(1);
    return largest.with(factors.with(most));
  }

  /** A value has to be in the domain of every family that is tried for its column. */
  private ColumnReading reading() {
    Map<String, ColumnDomain> domains = new LinkedHashMap<>();
    for (int j = 0; j < columns.names().size(); j++) {
      int column = j;
      List<ColumnDomain> all =
          tables.stream().map(table -> table.domain(column)).flatMap(Optional::stream).toList();
      if (!all.isEmpty()) {
        domains.put(columns.names().get(j), new AllDomains(new ArrayList<>(all)));
      }
    }
    return ColumnReading.of(columns.names(), columns.categories(), domains);
  }

  private Selection.Chosen train(Blocks blocks, DataProfile profile, Stopwatch watch) {
    CountedPass counted = new CountedPass(blocks.pass());
    HeldOut heldOut =
        new HeldOut(context.config().select(), context.config().training().seed(), counted);
    Pass pass = heldOut.training();
    int most = candidates.stream().mapToInt(MixtureConfig::components).max().orElse(1);
    Course course = context.checkpoints().course(blocks);
    List<MixtureTraining> trainings = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      trainings.add(
          job.training(candidates.get(i), tables.get(i), List.of(new CandidateLines(context)))
              .in(course));
    }
    List<TrainingResult<Mixture>> results =
        MixtureTraining.runTogether(
            trainings, pass, heldOut.none() ? profile : DataProfile.of(pass, most));
    List<Double> bounds = heldOut.bounds(results.stream().map(TrainingResult::model).toList());
    // The pass that profiled the data counts as well.
    Selection selection = selection(results, bounds, counted.passes() + 1);
    context.cancellation().check();
    MixtureConfig best = candidates.get(selection.best());
    TrainingResult<Mixture> result = results.get(selection.best());
    TrainingWarnings.after(context, best, result);
    return new Selection.Chosen(
        MixtureJob.trained(result, best, columns, blocks, watch), selection);
  }

  private Selection selection(
      List<TrainingResult<Mixture>> results, List<Double> bounds, int passes) {
    boolean families = several(MixtureConfig::families);
    boolean factors = candidates.get(0).factors() != null;
    List<Selection.Candidate> done = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Shape shape = new Shape(candidates.get(i), families);
      done.add(new Selection.Candidate(shape, results.get(i), bounds.get(i)));
    }
    List<String> headings =
        factors
            ? List.of("components", "latent")
            : families
                ? List.of("components", "covariance", "families")
                : List.of("components", "covariance");
    return new Selection(context.config().select().criterion(), headings, done, passes);
  }

  private boolean several(Function<MixtureConfig, Object> what) {
    return candidates.stream().map(what).distinct().count() > 1;
  }

  private record Shape(MixtureConfig model, boolean families) implements Selection.Shape {
    @Override
    public List<String> cells() {
      List<String> cells = new ArrayList<>();
      cells.add(String.valueOf(model.components()));
      FactorShape factors = model.factors();
      cells.add(
          factors == null
              ? model.covariance().label()
              : String.valueOf(factors.latentDimensions()));
      if (families) {
        cells.add(model.families().toString());
      }
      return cells;
    }

    @Override
    public void put(ObjectNode row) {
      row.put("components", model.components());
      FactorShape factors = model.factors();
      if (factors == null) {
        row.put("covariance", model.covariance().label());
        model.families().forEach(row.putObject("columns")::put);
      } else {
        row.put("latentDimensions", factors.latentDimensions());
      }
    }
  }

  /** All of several domains. */
  private record AllDomains(ArrayList<ColumnDomain> domains) implements ColumnDomain {
    @Override
    public @Nullable String problem(double x) {
      for (ColumnDomain domain : domains) {
        String problem = domain.problem(x);
        if (problem != null) {
          return problem;
        }
      }
      return null;
    }
  }
}
