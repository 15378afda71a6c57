package io.entrosum.spark.ml;

import io.entrosum.coding.PosteriorType;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.model.DictionaryMethod;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters that a {@link SparseCoding} and its {@link SparseCodingModel} share. */
public interface SparseCodingParams extends CodeParams {
  /** The value of {@code annealing} for weights of 1 from the first iteration on. */
  String NONE = "none";

  /** The value of {@code annealing} for prior weights of 10, 8, 6, 4, 2 at first. */
  String PRIOR = "prior";

  /** The value of {@code annealing} for likelihood weights of 1/7, 1/6, ..., 1/2 at first. */
  String LIKELIHOOD = "likelihood";

  /** The passes with each weight of {@code annealing} where nothing else is said. */
  int DEFAULT_ANNEALING_ITERATIONS = 5;

  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(SparseCodingParams stage) {
    CodeParams.init(stage);
    SparseCodingSpec defaults = SparseCodingSpec.of(1);
    addChoices(stage, defaults);
    addCounts(stage, defaults);
    addReals(stage, defaults);
  }

  private static void addChoices(SparseCodingParams stage, SparseCodingSpec defaults) {
    addChoice(
        stage,
        "posterior",
        "Posteriors of latents: full (correlated) or diagonal (independent, cheaper).",
        Arrays.stream(PosteriorType.values()).map(PosteriorType::label).toList(),
        defaults.posterior().label());
    addChoice(
        stage,
        "method",
        "How the dictionary is improved: quasi-newton, columns or least-squares (M-steps in closed"
            + " form, column by column or for all columns at once).",
        Arrays.stream(DictionaryMethod.values()).map(DictionaryMethod::label).toList(),
        defaults.method().label());
    addChoice(
        stage,
        "initMode",
        "Where training starts: random (directions) or rows (drawn from the data).",
        Arrays.stream(SparseCodingSpec.Start.values()).map(SparseCodingSpec.Start::label).toList(),
        defaults.start().label());
    addChoice(
        stage,
        "annealing",
        "Weights in the first iterations: none, prior (10, 8, 6, 4, 2) or likelihood (1/7 to 1/2).",
        List.of(NONE, PRIOR, LIKELIHOOD),
        NONE);
    addChoice(
        stage,
        "deadLatents",
        "What is done about latents that no row uses: keep (they are reported) or reseed (they get"
            + " fields of badly explained rows, and training goes on).",
        Arrays.stream(SparseCodingSpec.DeadLatents.values())
            .map(SparseCodingSpec.DeadLatents::label)
            .toList(),
        defaults.deadLatents().label());
  }

  private static void addCounts(SparseCodingParams stage, SparseCodingSpec defaults) {
    IntParam annealingIterations =
        new IntParam(
            stage,
            "annealingIterations",
            "Number of iterations with each weight of annealing (>= 1 and <= 1000000).",
            ParamValidators.inRange(1, 1_000_000));
    stage.store().add(annealingIterations);
    stage.setDefault(annealingIterations, DEFAULT_ANNEALING_ITERATIONS);
    addCount(
        stage,
        "numInit",
        "Number of starts, of which the one with the highest bound is kept (>= 1).",
        defaults.restarts());
    addCount(
        stage,
        "posteriorSteps",
        "The most Newton steps for the posterior of a row in a pass of training (>= 1).",
        defaults.limits().steps());
  }

  private static void addReals(SparseCodingParams stage, SparseCodingSpec defaults) {
    ParamStore store = stage.store();
    store.add(
        new DoubleParam(
            stage,
            "posteriorTolerance",
            "What a further step for the posterior of a row must gain in training, nats (>= 0)",
            ParamValidators.gtEq(0)));
    store.add(
        new DoubleParam(
            stage,
            "noiseFloor",
            "Least noise variance, in units of the mean square of the features (>= 0 and < 1; 0 for"
                + " none)",
            ParamValidators.inRange(0, 1, true, false)));
    stage.setDefault(stage.posteriorTolerance(), defaults.limits().tolerance());
    stage.setDefault(stage.noiseFloor(), defaults.noiseFloor());
  }

  private static void addChoice(
      SparseCodingParams stage, String name, String doc, List<String> values, String value) {
    Param<String> param = new Param<>(stage, name, doc, ParamValidators.inArray(values));
    stage.store().add(param);
    stage.setDefault(param, value);
  }

  private static void addCount(SparseCodingParams stage, String name, String doc, int value) {
    IntParam param = new IntParam(stage, name, doc, ParamValidators.gtEq(1));
    stage.store().add(param);
    stage.setDefault(param, value);
  }

  /** Posteriors of latents. */
  default Param<String> posterior() {
    return store().text("posterior");
  }

  /** How the dictionary is improved. */
  default Param<String> method() {
    return store().text("method");
  }

  /** Where training starts. */
  default Param<String> initMode() {
    return store().text("initMode");
  }

  /** Weights in the first iterations. */
  default Param<String> annealing() {
    return store().text("annealing");
  }

  /** Number of iterations with each weight of annealing. */
  default IntParam annealingIterations() {
    return store().integer("annealingIterations");
  }

  /** What is done about latents that no row uses. */
  default Param<String> deadLatents() {
    return store().text("deadLatents");
  }

  /** Number of starts. */
  default IntParam numInit() {
    return store().integer("numInit");
  }

  /** The most Newton steps for the posterior of a row in a pass of training. */
  default IntParam posteriorSteps() {
    return store().integer("posteriorSteps");
  }

  /** What a further step for the posterior of a row must gain in training. */
  default DoubleParam posteriorTolerance() {
    return store().real("posteriorTolerance");
  }

  /** Least noise variance, relative to the mean square of the features. */
  default DoubleParam noiseFloor() {
    return store().real("noiseFloor");
  }

  /** The value of {@link #posterior()}. */
  default String getPosterior() {
    return getOrDefault(posterior());
  }

  /** The value of {@link #method()}. */
  default String getMethod() {
    return getOrDefault(method());
  }

  /** The value of {@link #initMode()}. */
  default String getInitMode() {
    return getOrDefault(initMode());
  }

  /** The value of {@link #annealing()}. */
  default String getAnnealing() {
    return getOrDefault(annealing());
  }

  /** The value of {@link #annealingIterations()}. */
  default int getAnnealingIterations() {
    return (Integer) getOrDefault(annealingIterations());
  }

  /** The value of {@link #deadLatents()}. */
  default String getDeadLatents() {
    return getOrDefault(deadLatents());
  }

  /** The value of {@link #numInit()}. */
  default int getNumInit() {
    return (Integer) getOrDefault(numInit());
  }

  /** The value of {@link #posteriorSteps()}. */
  default int getPosteriorSteps() {
    return (Integer) getOrDefault(posteriorSteps());
  }

  /** The value of {@link #posteriorTolerance()}. */
  default double getPosteriorTolerance() {
    return (Double) getOrDefault(posteriorTolerance());
  }

  /** The value of {@link #noiseFloor()}. */
  default double getNoiseFloor() {
    return (Double) getOrDefault(noiseFloor());
  }
}
