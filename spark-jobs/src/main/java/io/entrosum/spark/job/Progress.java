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
  private static final int BAR = 12;
  private static final int NARROW = 80;

  private final PrintStream err;
  private final int maxIterations;
  private final int restarts;
  private final Style style;

  /** What training the lines are of, where there are several at once. */
  private final String label;

  /**
   * Progress of a training.
   *
   * @param style how to show it
   */
  Progress(PrintStream err, int maxIterations, int restarts, Style style) {
    this(err, maxIterations, restarts, style, "");
  }

  private Progress(PrintStream err, int maxIterations, int restarts, Style style, String label) {
    this.err = err;
    this.maxIterations = maxIterations;
    this.restarts = restarts;
    this.style = style;
    this.label = label;
  }

  /** Every line of it says which training it is of; there is no line when one begins. */
  @Override
  public TrainingListener of(String training) {
    return new Progress(err, maxIterations, 1, style, training + ": ");
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
    BAR,
    /** The same in colour. */
    COLOUR_BAR;

    /** A bar where somebody watches, in colour unless {@code NO_COLOR} says no. */
    static Style ofThisProcess(PrintStream err) {
      if (err != System.err || System.getenv("CI") != null || !onTerminal()) {
        return LINES;
      }
      String noColour = System.getenv("NO_COLOR");
      return noColour == null || noColour.isEmpty() ? COLOUR_BAR : BAR;
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
    if (restarts > 1 && style == Style.LINES) {
      err.println(Numbers.format("restart %d of %d", restart + 1, restarts));
    }
  }

  @Override
  public void iterated(Iteration iteration, LatentModel<?> model) {
    EntropyTerms terms = iteration.bound();
    String change = iteration.number() == 1 ? "" : Numbers.format("%+.1e", iteration.change());
    if (style != Style.LINES) {
      rewrite(iteration);
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

  /** The line is cut where the terminal ends: one that wraps cannot be rewritten. */
  private void rewrite(Iteration iteration) {
    int full = (int) ((long) BAR * iteration.number() / maxIterations);
    String bar = "=".repeat(full);
    String text =
        Numbers.format(
            "%s] %s%d/%d  bound %.6f  gap %.0e  %s rows/s  <%s left%s",
            " ".repeat(BAR - full),
            label,
            iteration.number(),
            maxIterations,
            iteration.bound().bound(),
            Math.abs(iteration.bound().gap()),
            Numbers.rounded(iteration.rows() / Math.max(iteration.seconds(), 1e-6)),
            Numbers.duration((maxIterations - iteration.number()) * iteration.seconds()),
            annealing(iteration));
    int room = Math.max(0, width() - 2 - full);
    String cut = text.length() <= room ? text : text.substring(0, room);
    boolean colour = style == Style.COLOUR_BAR;
    err.print("\r[" + (colour ? "\u001b[32m" + bar + "\u001b[0m" : bar) + cut + "\u001b[K");
    err.flush();
  }

  /** As the launcher, or a shell that exports it, says; else what every terminal has. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    try {
      return columns == null ? NARROW : Math.max(20, Integer.parseInt(columns.strip()));
    } catch (NumberFormatException e) {
      return NARROW;
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
    if (style != Style.LINES && result.iterations() > 0) {
      err.println();
    }
  }
}
