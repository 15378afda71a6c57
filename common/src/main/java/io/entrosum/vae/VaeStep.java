package io.entrosum.vae;

import io.entrosum.coding.Gini;
import io.entrosum.data.Block;
import io.entrosum.stats.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The pass of an autoencoder over blocks: evaluates the parameters with which the pass began, on
 * noise that is the same in every pass, and takes steps from there. One thread.
 */
public final class VaeStep {
  /** Purposes of noise; those of epochs are above. */
  static final long EVALUATION = -1;

  private final NetworkEngine engine = NetworkEngine.get();
  private final VaeParameters parameters;
  private final LearningSettings settings;
  private final RowNoise evaluationNoise;

  /** Where the steps of the pass begin; null: it takes none. */
  private final @Nullable LearnerState start;

  private final RowNoise stepNoise;

  /** Whose sums are being made, what has been learned of them, from rows of what weight. */
  private @Nullable Statistics current;

  private @Nullable LearnerState learner;
  private double learned;

  /** A pass that evaluates. */
  public VaeStep(VaeParameters parameters, LearningSettings settings) {
    this(parameters, settings, null, 0);
  }

  /**
   * A pass that evaluates, and learns.
   *
   * @param start not modified
   * @param epoch from 1
   */
  public VaeStep(
      VaeParameters parameters,
      LearningSettings settings,
      @Nullable LearnerState start,
      long epoch) {
    this.parameters = parameters;
    this.settings = settings;
    this.start = start;
    this.evaluationNoise = new RowNoise(settings.seed(), EVALUATION);
    this.stepNoise = new RowNoise(settings.seed(), epoch);
  }

  /**
   * Adds a block.
   *
   * @param into Modified. All blocks of a partition go into one; what is learned goes on from block
   *     to block.
   */
  public void add(Block block, Statistics into) {
    BlockRows rows = new BlockRows(parameters, block);
    if (rows.size() == 0) {
      return;
    }
    evaluate(rows, into);
    LearnerState from = start;
    if (from == null) {
      return;
    }
    if (settings.steps() == LearningSettings.Steps.SYNCHRONOUS) {
      addGradient(rows, from, into);
    } else {
      learn(rows, from, into);
    }
  }

  private void evaluate(BlockRows rows, Statistics into) {
    int chunk = rows.chunk(settings.samples());
    int[] places = rows.inOrder();
    for (int from = 0; from < places.length; from += chunk) {
      int to = Math.min(places.length, from + chunk);
      Batch batch = rows.batch(places, from, to, settings.samples(), evaluationNoise);
      add(engine.evaluate(parameters, batch), rows, from, batch, into);
    }
  }

  private void add(Evaluation evaluation, BlockRows rows, int from, Batch batch, Statistics into) {
    Architecture architecture = parameters.architecture();
    int h = architecture.latents();
    double[] sums = into.values();
    int logVariances = into.offset(VaeSums.LOG_VARIANCES);
    int moments = into.offset(VaeSums.MOMENTS);
    Prior prior = architecture.prior();
    double unit = fitUnit(parameters);
    double shift = spreadShift(parameters);
    double logDeterminant = 0;
    double fit = 0;
    double spread = 0;
    for (int i = 0; i < batch.rows(); i++) {
      double w = rows.weight(from + i);
      fit += w * evaluation.fit()[i];
      spread += w * (evaluation.spread()[i] + shift);
      logDeterminant += w * evaluation.logDeterminant(i);
      for (int k = 0; k < h; k++) {
        double nu = evaluation.mean()[i * h + k];
        double log = evaluation.logVariance()[i * h + k];
        sums[logVariances + k] += w * log;
        sums[moments + k] += w * prior.moment(nu, log);
      }
    }
    into.add(VaeSums.LOG_DETERMINANT, logDeterminant);
    into.add(VaeSums.FIT, fit * unit);
    into.add(VaeSums.SPREAD, spread);
    if (architecture.hasDictionary()) {
      into.add(VaeSums.GINI, gini(evaluation, rows, from, h));
    }
  }

  private static double gini(Evaluation evaluation, BlockRows rows, int from, int h) {
    double[] sizes = new double[h];
    double sum = 0;
    for (int i = 0; i < evaluation.fit().length; i++) {
      for (int k = 0; k < h; k++) {
        sizes[k] = Math.abs(evaluation.mean()[i * h + k]);
      }
      sum += rows.weight(from + i) * Gini.of(sizes);
    }
    return sum;
  }

  /** What a fit is multiplied by to be one of the rows. */
  static double fitUnit(VaeParameters parameters) {
    double scale = parameters.scaling().common();
    return parameters.architecture().hasNoise() ? scale * scale : 1;
  }

  /** What is added to a spread to be one of the rows. */
  static double spreadShift(VaeParameters parameters) {
    return parameters.architecture().outputs() == Architecture.Outputs.PER_OUTPUT
        ? parameters.scaling().logScales()
        : 0;
  }

  /**
   * With s2 and alpha as the model has them, so that gradients of batches add up; where they are at
   * their optimum for the weights, that is the gradient with their optimum, too.
   */
  private void addGradient(BlockRows rows, LearnerState from, Statistics into) {
    double[] sum = new double[parameters.weights().length];
    int chunk = rows.chunk(settings.samples());
    int[] places = rows.inOrder();
    try (NetworkEngine.Learner steps = engine.learner(parameters.heldVariances(), from)) {
      for (int first = 0; first < places.length; first += chunk) {
        int to = Math.min(places.length, first + chunk);
        Batch batch = rows.batch(places, first, to, settings.samples(), stepNoise);
        steps.addGradient(batch, batch.weight(), sum);
        into.add(VaeSums.LEARNED, batch.weight());
      }
    }
    int at = into.offset(VaeSums.GRADIENT);
    for (int i = 0; i < sum.length; i++) {
      into.values()[at + i] += sum[i];
    }
  }

  private void learn(BlockRows rows, LearnerState from, Statistics into) {
    LearnerState state = learner;
    if (into != current || state == null) {
      current = into;
      state = from.copy();
      learner = state;
      learned = 0;
    }
    int[] places = rows.shuffled(stepNoise);
    int batches = (places.length + settings.batchRows() - 1) / settings.batchRows();
    try (NetworkEngine.Learner steps = engine.learner(parameters, state)) {
      for (int b = 0; b < batches; b++) {
        int first = (int) ((long) places.length * b / batches);
        int to = (int) ((long) places.length * (b + 1) / batches);
        Batch batch = rows.batch(places, first, to, settings.samples(), stepNoise);
        steps.step(batch, settings.rate());
        learned += batch.weight();
      }
      steps.read(state);
    }
    VaeSums.set(into, VaeSums.WEIGHTS, state.weights(), learned);
    VaeSums.set(into, VaeSums.FIRST, state.first(), learned);
    VaeSums.set(into, VaeSums.SECOND, state.second(), learned);
    into.values()[into.offset(VaeSums.STEPS)] = learned * state.steps();
    into.values()[into.offset(VaeSums.LEARNED)] = learned;
  }
}
