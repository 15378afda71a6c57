package io.entrosum.spark.benchmark;

import io.entrosum.data.Block;
import io.entrosum.init.VaeSpec;
import io.entrosum.init.VaeTraining;
import io.entrosum.spark.SparkPass;
import io.entrosum.train.Iteration;
import io.entrosum.train.StoppingRule;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * What the distribution of the steps of an autoencoder costs: steps in each partition and averaging
 * a pass, for several numbers of partitions, and a step a pass with the gradient of all rows; the
 * bound by epoch, and the seconds of an epoch. Networks and images of {@link
 * FashionMnistBenchmark}.
 *
 * <p>Arguments: the file of images; then, all optional, {@code epochs=20 latents=10 rows=200
 * most=16}, the largest number of partitions.
 */
public final class AveragedStepsBenchmark {
  private static final int[] EPOCHS = {1, 2, 5, 10, 20, 50};

  private AveragedStepsBenchmark() {}

  /** Trains and prints. */
  public static void main(String[] args) {
    int epochs = Options.number(args, "epochs", 20);
    int rows = Options.number(args, "rows", 200);
    int most = Options.number(args, "most", 16);
    Architecture architecture =
        Architecture.of(
            1,
            Options.number(args, "latents", 10),
            Network.of(Activation.RELU, 64, 32),
            Network.of(Activation.RELU, 32, 64));
    SparkSession spark = BenchmarkJvm.spark();
    System.out.println("| steps | partitions | bound after epoch " + columns(epochs) + " | s |");
    System.out.println("|---|---|---|" + "---|".repeat(columns(epochs).split("\\|").length));
    try {
      for (int partitions = 1; partitions <= most; partitions *= 2) {
        run(spark, args[0], architecture, local(rows), partitions, epochs);
      }
      LearningSettings synchronous =
          new LearningSettings(LearningSettings.Steps.SYNCHRONOUS, rows, 1e-2, 1, 1);
      run(spark, args[0], architecture, synchronous, 2, epochs);
    } finally {
      spark.stop();
    }
  }

  private static LearningSettings local(int rows) {
    return new LearningSettings(LearningSettings.Steps.LOCAL, rows, 1e-3, 1, 1);
  }

  private static String columns(int epochs) {
    StringBuilder all = new StringBuilder();
    for (int epoch : EPOCHS) {
      if (epoch <= epochs) {
        all.append(all.length() == 0 ? "" : " | ").append(epoch);
      }
    }
    return all.toString();
  }

  private static void run(
      SparkSession spark,
      String file,
      Architecture architecture,
      LearningSettings learning,
      int partitions,
      int epochs) {
    JavaRDD<Block> cached = IdxImages.cached(spark, file, partitions);
    try (SparkPass pass = new SparkPass(cached, 784, partitions, cached::unpersist)) {
      List<Iteration> trace =
          VaeTraining.of(
                  VaeSpec.of(architecture).with(learning),
                  new StoppingRule(epochs + 1, 0),
                  List.of())
              .run(pass)
              .result()
              .trace();
      StringBuilder line = new StringBuilder();
      for (int epoch : EPOCHS) {
        if (epoch <= epochs) {
          // pass t + 1 evaluates what epoch t came to
          line.append(String.format(Locale.ROOT, " | %.2f", trace.get(epoch).bound().bound()));
        }
      }
      double seconds =
          CpuClock.median(trace.stream().skip(2).mapToDouble(Iteration::seconds).toArray());
      System.out.printf(
          Locale.ROOT,
          "| %s | %d%s | %.2f |%n",
          learning.steps().label(),
          partitions,
          line,
          seconds);
    }
  }
}
