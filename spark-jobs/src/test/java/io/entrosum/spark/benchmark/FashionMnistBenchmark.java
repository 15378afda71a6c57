package io.entrosum.spark.benchmark;

import io.entrosum.data.Block;
import io.entrosum.init.VaeSpec;
import io.entrosum.init.VaeTraining;
import io.entrosum.model.VaeModel;
import io.entrosum.spark.SparkPass;
import io.entrosum.train.Iteration;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

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
  private static final int BLOCK = 2000;
  private static final Path SCRIPT =
      Path.of("spark-jobs/src/test/python/benchmark/plain_autoencoder.py");

  private FashionMnistBenchmark() {}

  /** Trains and prints. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int epochs = Options.number(args, "epochs", 10);
    int latents = Options.number(args, "latents", 2);
    int rows = Options.number(args, "rows", 200);
    double ours = ours(args, epochs, latents, rows);
    String python = Options.text(args, "python", "");
    if (!python.isEmpty()) {
      double plain = plain(python, args[0], epochs, latents, rows);
      System.out.printf(
          Locale.ROOT,
          "| seconds an epoch | ours, with its evaluation %.3f | PyTorch, steps only %.3f | ratio"
              + " %.2f |%n",
          ours,
          plain,
          ours / plain);
    }
  }

  private static double ours(String[] args, int epochs, int latents, int rows) throws IOException {
    List<Block> blocks = blocks(args[0]);
    SparkSession spark = BenchmarkJvm.spark();
    try {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      JavaRDD<Block> cached = context.parallelize(blocks, 2).persist(StorageLevel.MEMORY_ONLY());
      cached.count();
      Architecture architecture =
          Architecture.of(
              1, latents, Network.of(Activation.RELU, 64, 32), Network.of(Activation.RELU, 32, 64));
      if (List.of(args).contains("decoder-variances=per-output")) {
        architecture = architecture.with(Architecture.Outputs.PER_OUTPUT);
      }
      VaeSpec spec =
          VaeSpec.of(architecture)
              .with(new LearningSettings(LearningSettings.Steps.LOCAL, rows, 1e-3, 1, 1));
      try (SparkPass pass = new SparkPass(cached, 784, 2, cached::unpersist)) {
        TrainingResult<VaeModel> result =
            VaeTraining.of(spec, new StoppingRule(epochs, 0), List.of()).run(pass).result();
        for (Iteration iteration : result.trace()) {
          System.out.printf(
              Locale.ROOT,
              "| %d | bound %.3f | entropies %.3f | gap %.4f | %.3f s |%n",
              iteration.number(),
              iteration.bound().bound(),
              iteration.bound().entropySum(),
              iteration.bound().gap(),
              iteration.seconds());
        }
        // the last iteration only evaluates, the first warms up
        double[] seconds =
            result.trace().stream()
                .skip(1)
                .limit(Math.max(1, epochs - 2))
                .mapToDouble(Iteration::seconds)
                .toArray();
        return CpuClock.median(seconds);
      }
    } finally {
      spark.stop();
    }
  }

  private static double plain(String python, String images, int epochs, int latents, int rows)
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
    List<Double> seconds = new ArrayList<>();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    for (String line : output.lines().toList()) {
      System.out.println(line);
      if (line.startsWith("seconds ")) {
        seconds.add(Double.parseDouble(line.substring("seconds ".length()).strip()));
      }
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(python + " " + SCRIPT + " failed, see above");
    }
    return CpuClock.median(seconds.stream().skip(1).mapToDouble(Double::doubleValue).toArray());
  }

  private static List<Block> blocks(String file) throws IOException {
    try (InputStream raw = Files.newInputStream(Path.of(file));
        DataInputStream in =
            new DataInputStream(file.endsWith(".gz") ? new GZIPInputStream(raw) : raw)) {
      int magic = in.readInt();
      int n = in.readInt();
      int d = in.readInt() * in.readInt();
      if (magic != 0x803) {
        throw new IOException(file + ": is no file of images in the IDX format");
      }
      byte[] pixels = in.readNBytes(Math.multiplyExact(n, d));
      List<Block> blocks = new ArrayList<>();
      for (int from = 0; from < n; from += BLOCK) {
        double[] values = new double[Math.min(BLOCK, n - from) * d];
        int at = from * d;
        Arrays.setAll(values, i -> (pixels[at + i] & 255) / 255.);
        blocks.add(new Block(d, values, null));
      }
      return blocks;
    }
  }
}
