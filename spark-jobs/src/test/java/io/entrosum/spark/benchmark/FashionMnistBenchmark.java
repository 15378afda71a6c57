package io.entrosum.spark.benchmark;

import io.entrosum.data.Block;
import io.entrosum.init.VaeSpec;
import io.entrosum.init.VaeTraining;
import io.entrosum.model.LatentModel;
import io.entrosum.model.VaeModel;
import io.entrosum.spark.SparkPass;
import io.entrosum.train.Iteration;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * Seconds of an epoch on 60,000 images of 784 pixels (Fashion-MNIST, of Debian's package {@code
 * dataset-fashion-mnist}), with the networks 784-64-32-(H, H) and H-32-64-784, on two cores, in two
 * partitions; beside the same network in plain PyTorch.
 *
 * <p>Arguments: the file {@code train-images-idx3-ubyte}, or that compressed by gzip; then, all
 * optional, {@code epochs=10 latents=2 rows=200 decoder-variances=shared|per-output} and {@code
 * python=PATH} of a Python that has PyTorch.
 */
public final class FashionMnistBenchmark {
  private static final Path SCRIPT =
      Path.of("spark-jobs/src/test/python/benchmark/plain_autoencoder.py");

  private FashionMnistBenchmark() {}

  /** Trains and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int epochs = Options.number(args, "epochs", 10);
    int latents = Options.number(args, "latents", 2);
    int rows = Options.number(args, "rows", 200);
    double[] ours = ours(args, epochs, latents, rows);
    System.out.printf(
        Locale.ROOT, "ours: %.3f s wall clock, %.3f s CPU an epoch%n", ours[0], ours[1]);
    String python = Options.text(args, "python", "");
    if (!python.isEmpty()) {
      double[] plain = plain(python, args[0], epochs, latents, rows);
      System.out.println(
          "| seconds an epoch | ours, with its evaluation | PyTorch, steps only | ratio |");
      System.out.println("|---|---|---|---|");
      for (int i = 0; i < 2; i++) {
        System.out.printf(
            Locale.ROOT,
            "| %s | %.3f | %.3f | %.2f |%n",
            i == 0 ? "wall clock" : "CPU",
            ours[i],
            plain[i],
            ours[i] / plain[i]);
      }
    }
  }

  /** Medians of wall-clock and CPU seconds. */
  private static double[] ours(String[] args, int epochs, int latents, int rows)
      throws IOException {
    String file = args[0];
    SparkSession spark = BenchmarkJvm.spark();
    try {
      JavaRDD<Block> cached = IdxImages.cached(spark, file, 2);
      Architecture architecture =
          Architecture.of(
              1, latents, Network.of(Activation.RELU, 64, 32), Network.of(Activation.RELU, 32, 64));
      if (List.of(args).contains("decoder-variances=per-output")) {
        architecture = architecture.with(Architecture.Outputs.PER_OUTPUT);
      }
      VaeSpec spec =
          VaeSpec.of(architecture)
              .with(new LearningSettings(LearningSettings.Steps.LOCAL, rows, 1e-3, 1, 1));
      List<Double> work = new ArrayList<>();
      TrainingListener clock =
          new TrainingListener() {
            private double last = CpuClock.seconds();

            @Override
            public void iterated(Iteration iteration, LatentModel<?> model) {
              double now = CpuClock.seconds();
              work.add(now - last);
              last = now;
            }
          };
      try (SparkPass pass = new SparkPass(cached, 784, 2, cached::unpersist)) {
        TrainingResult<VaeModel> result =
            VaeTraining.of(spec, new StoppingRule(epochs, 0), List.of(clock)).run(pass).result();
        for (Iteration iteration : result.trace()) {
          System.out.printf(
              Locale.ROOT,
              "| %d | bound %.3f | entropies %.3f - %.3f - %.3f | gap %.4f | %.3f s |%n",
              iteration.number(),
              iteration.bound().bound(),
              iteration.bound().posterior(),
              iteration.bound().prior(),
              iteration.bound().observation(),
              iteration.bound().gap(),
              iteration.seconds());
        }
        // the first ones warm up, the last only evaluates
        return new double[] {
          median(result.trace().stream().map(Iteration::seconds).toList(), 2, 1), median(work, 2, 1)
        };
      }
    } finally {
      spark.stop();
    }
  }

  private static double median(List<Double> all, int first, int last) {
    return CpuClock.median(
        all.subList(first, all.size() - last).stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static double[] plain(String python, String images, int epochs, int latents, int rows)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                python,
                SCRIPT.toString(),
                images,
                Integer.toString(epochs),
                Integer.toString(latents),
                Integer.toString(rows))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Double> wall = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : output.lines().toList()) {
      System.out.println(line);
      if (line.startsWith("wall ")) {
        wall.add(Double.parseDouble(line.substring("wall ".length()).strip()));
      } else if (line.startsWith("cpu ")) {
        cpu.add(Double.parseDouble(line.substring("cpu ".length()).strip()));
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(python + " " + SCRIPT + " failed, see above");
    }
    return new double[] {median(wall, 2, 0), median(cpu, 2, 0)};
  }
}
