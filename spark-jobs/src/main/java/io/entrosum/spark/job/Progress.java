package io.entrosum.spark.job;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.model.LatentModel;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.io.Console;
import java.io.PrintStream;

/** Shows training while it runs: a line an iteration, or, on a terminal, one line with a bar. */
final class Progress implements TrainingListener {
  private static final int WIDTH = 24;

  private final PrintStream err;
  private final int maxIterations;
  private final int restarts;
  private final boolean bar;

  /** What training the lines are of, where there are several at once. */
  private final String label;

  /**
   * Progress of a training.
   *
   * @param style how to show it
   */
  Progress(PrintStream err, int maxIterations, int restarts, Style style) {
    this(err, maxIterations, restarts, style == Style.BAR, "");
  }

  private Progress(PrintStream err, int maxIterations, int restarts, boolean bar, String label) {
    this.err = err;
    this.maxIterations = maxIterations;
    this.restarts = restarts;
    this.bar = bar;
    this.label = label;
  }

  /** Every line of it says which training it is of; there is no line when one begins. */
  @Override
  public TrainingListener of(String training) {
    return new Progress(err, maxIterations, 1, bar, training + ": ");
  }

  /** Progress of the training that a configuration asks for. */
  static Progress of(JobContext context) {
    TrainingConfig training = context.config().training();
    return new Progress(
        context.err(),
        training.stopping().maxIterations(),
        training.restarts(),
        Style.ofThisProcess(context.err()));
  }

  /** How progress is shown. */
  enum Style {
    /** A line an iteration. */
    LINES,
    /** One line that is rewritten. */
    BAR;

    /** A bar where somebody watches. */
    static Style ofThisProcess(PrintStream err) {
      return err == System.err && System.getenv("CI") == null && onTerminal() ? BAR : LINES;
    }

    /** Whether input and output of this process are a terminal. */
    @SuppressWarnings("SystemConsoleNull") // what later versions do is dealt with
    static boolean onTerminal() {
      Console console = System.console();
      if (console == null) {
        return false;
      }
      try { // since Java 22 there is a console also where there is no terminal
        return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
      } catch (ReflectiveOperationException e) {
        return true;
      }
    }
  }

  @Override
  public void started(int restart, LatentModel<?> initial) {
    if (restarts > 1 && !bar) {
      err.println(Numbers.format("restart %d of %d", restart + 1, restarts));
    }
  }

  @Override
  public void iterated(Iteration iteration, LatentModel<?> model) {
    EntropyTerms terms = iteration.bound();
    String change = iteration.number() == 1 ? "" : Numbers.format("%+.1e", iteration.change());
    if (bar) {
      int full = (int) ((long) WIDTH * iteration.number() / maxIterations);
      err.print(
          Numbers.format(
              "\r[%s%s] %siteration %d of at most %d  bound %.6f  %s%s\u001b[K",
              "=".repeat(full),
              " ".repeat(WIDTH - full),
              label,
              iteration.number(),
              maxIterations,
              terms.bound(),
              change,
              annealing(iteration)));
      err.flush();
    } else {
      err.println(
          Numbers.format(
              "%siteration %3d  bound %.6f  change %8s  entropies %.4f - %.4f - %.4f  gap %.0e  %.2f s%s",
              label,
              iteration.number(),
              terms.bound(),
              change,
              terms.posterior(),
              terms.prior(),
              terms.observation(),
              terms.gap(),
              iteration.seconds(),
              annealing(iteration)));
    }
  }

  /** What is climbed, where it is not the bound. */
  private static String annealing(Iteration iteration) {
    return iteration.weights().isOne()
        ? ""
        : Numbers.format(
            "  annealed by %s: objective %.6f",
            iteration.weights().describe(), iteration.objective());
  }

  @Override
  public void stopped(TrainingResult<?> result) {
    if (bar && result.iterations() > 0) {
      err.println();
    }
  }
}
