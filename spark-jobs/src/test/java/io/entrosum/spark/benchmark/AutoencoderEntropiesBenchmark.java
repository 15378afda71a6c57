package io.entrosum.spark.benchmark;

import io.entrosum.data.Block;
import io.entrosum.init.VaeSpec;
import io.entrosum.init.VaeTraining;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Page;
import io.entrosum.spark.report.Section;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import io.entrosum.vae.Prior;
import io.entrosum.vae.VarianceMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How fast the bound of an autoencoder becomes a sum of entropies (arXiv 2010.14860, figure 1): the
 * relative difference {@code |ELBO - 3E| / |ELBO_final|} by epoch, with variances by gradient and
 * in closed form, as a table and a page of pictures. Not about speed.
 *
 * <p>Arguments, all optional: {@code data=pca} (linear networks, D = 10, H = 2, ten seeds, 1,500
 * epochs) or {@code data=ring} (VAE-1 and VAE-3 with 50-50 ReLU networks on z / 10 + z / |z|, 2,000
 * epochs, one seed); {@code rows=10000 seeds=10 epochs=1500 batch=2000 samples=3 rate=1e-3}; {@code
 * page=target/entropies.html}.
 */
public final class AutoencoderEntropiesBenchmark {
  private static final int[] EPOCHS = {100, 250, 300, 500, 600, 750, 1000, 1250, 1500, 2000};

  private AutoencoderEntropiesBenchmark() {}

  /** Trains, prints, and writes the page. */
  public static void main(String[] args) throws IOException {
    boolean ring = Options.text(args, "data", "pca").equals("ring");
    int rows = Options.number(args, "rows", 10_000);
    int seeds = Options.number(args, "seeds", ring ? 1 : 10);
    int epochs = Options.number(args, "epochs", ring ? 2000 : 1500);
    LearningSettings learning =
        new LearningSettings(
            LearningSettings.Steps.LOCAL,
            Options.number(args, "batch", 2000),
            Double.parseDouble(Options.text(args, "rate", "1e-3")),
            Options.number(args, "samples", ring ? 3 : 1),
            1);
    Map<String, List<double[]>> all = new LinkedHashMap<>();
    kinds(ring)
        .forEach(
            (name, spec) -> {
              List<double[]> runs = new ArrayList<>();
              for (int seed = 1; seed <= seeds; seed++) {
                runs.add(
                    differences(
                        name, spec.with(seeded(learning, seed)), epochs, data(ring, rows, seed)));
              }
              all.put(name, runs);
            });
    print(all, epochs);
    String page = Options.text(args, "page", "target/entropies.html");
    Files.write(Path.of(page), page(all, epochs).html());
    System.out.println("picture: " + page);
  }

  private static LearningSettings seeded(LearningSettings settings, long seed) {
    return new LearningSettings(
        settings.steps(), settings.batchRows(), settings.rate(), settings.samples(), seed);
  }

  private static Map<String, VaeSpec> kinds(boolean ring) {
    Map<String, VaeSpec> kinds = new LinkedHashMap<>();
    Network network = Network.of(Activation.RELU, 50, 50);
    Architecture first = ring ? Architecture.of(1, 2, network, network) : Architecture.linear(1, 2);
    String name = ring ? "VAE-1" : "linear";
    kinds.put(name + ", variances by gradient", VaeSpec.of(first).with(VarianceMethod.LEARNED, 0));
    kinds.put(name + ", closed form", VaeSpec.of(first));
    kinds.put(
        (ring ? "VAE-2" : "linear, learned prior") + ", closed form",
        VaeSpec.of(first.with(Prior.LEARNED)));
    if (ring) {
      kinds.put("VAE-3", VaeSpec.of(first.with(Architecture.Outputs.PER_OUTPUT)));
    }
    return kinds;
  }

  /** W, mu uniform in (0, 1), deviation .1, D = 10; of a ring the latents are z / 10 + z / |z|. */
  private static double[][] data(boolean ring, int rows, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int d = 10;
    double[][] w = new double[d][2];
    double[] mu = new double[d];
    for (int j = 0; j < d; j++) {
      w[j][0] = random.nextDouble();
      w[j][1] = random.nextDouble();
      mu[j] = random.nextDouble();
    }
    double[][] x = new double[rows][d];
    for (double[] row : x) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      double length = Math.hypot(a, b);
      double stretch = ring ? .1 + 1 / length : 1;
      for (int j = 0; j < d; j++) {
        row[j] = stretch * (w[j][0] * a + w[j][1] * b) + mu[j] + .1 * random.nextGaussian();
      }
    }
    return x;
  }

  /** The signed difference of each epoch, in percent of the last bound. */
  private static double[] differences(String name, VaeSpec spec, int epochs, double[][] rows) {
    List<Iteration> trace =
        VaeTraining.of(spec, new StoppingRule(epochs, 0), List.of())
            .run(new LocalPass(List.of(Block.ofRows(rows))))
            .result()
            .trace();
    double last = trace.get(trace.size() - 1).bound().bound();
    System.out.printf(
        Locale.ROOT,
        "%s, seed %d: last bound %.6f, entropies %.6f%n",
        name,
        spec.learning().seed(),
        last,
        trace.get(trace.size() - 1).bound().entropySum());
    return trace.stream()
        .mapToDouble(iteration -> 100 * iteration.bound().gap() / Math.abs(last))
        .toArray();
  }

  private static double quantile(List<double[]> runs, int epoch, double share) {
    double[] sorted = runs.stream().mapToDouble(run -> Math.abs(run[epoch])).sorted().toArray();
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static void print(Map<String, List<double[]>> all, int epochs) {
    System.out.println("| epoch | " + String.join(" | ", all.keySet()) + " |");
    System.out.println("|---".repeat(all.size() + 1) + "|");
    for (int epoch : EPOCHS) {
      if (epoch > epochs) {
        break;
      }
      StringBuilder line = new StringBuilder("| " + epoch);
      for (List<double[]> runs : all.values()) {
        line.append(
            String.format(
                Locale.ROOT,
                " | %.4g (%.4g, %.4g) %%",
                quantile(runs, epoch - 1, .5),
                quantile(runs, epoch - 1, .25),
                quantile(runs, epoch - 1, .75)));
      }
      System.out.println(line.append(" |"));
    }
  }

  private static Page page(Map<String, List<double[]>> all, int epochs) {
    List<Series> lines = new ArrayList<>();
    all.forEach(
        (name, runs) ->
            lines.add(
                new Series(
                    name,
                    IntStream.range(0, epochs)
                        .mapToDouble(i -> Math.min(4, quantile(runs, i, .5)))
                        .toArray())));
    double[] at = new double[epochs];
    Arrays.setAll(at, i -> i + 1);
    return new Page(
        "Bound and entropies of autoencoders",
        "The median of |ELBO - 3E| / |ELBO_final| over the seeds, in percent, cut at 4.",
        List.of(),
        List.of(),
        List.of(
            Section.of(
                "By epoch",
                "",
                Figures.lines(
                    "Relative difference of bound and entropy sum.",
                    new Figures.Axis("epoch", true),
                    "percent",
                    at,
                    lines,
                    null))),
        "made by deploy/bin/benchmark autoencoder-entropies");
  }
}
