package io.entrosum.spark.benchmark;

import io.entrosum.coding.PosteriorType;
import io.entrosum.image.FieldShapes;
import io.entrosum.image.PatchSize;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.train.Annealing;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Sparse coding of patches of natural images with annealing and without: bound, Gini coefficient of
 * the codes, share of fields that are like Gabor functions, passes, over five starts.
 *
 * <p>Not about speed. Arguments: the folder that {@code entrosum patches} wrote; then, all
 * optional, {@code latents=100 passes=150 seeds=5 posterior=diagonal}.
 */
public final class AnnealingBenchmark {
  private AnnealingBenchmark() {}

  /** Trains and prints. */
  public static void main(String[] args) {
    String folder = args[0];
    int latents = option(args, "latents", 100);
    int passes = option(args, "passes", 150);
    int seeds = option(args, "seeds", 5);
    boolean full = List.of(args).contains("posterior=full");
    SparkSession spark = BenchmarkJvm.spark();
    try {
      Dataset<Row> data = spark.read().parquet(folder);
      Blocks.Options options = Blocks.Options.defaults().withWarmStart(2 * latents, 1);
      FeatureColumns features =
          FeatureColumns.of(data.schema(), List.of("features"), List.of(), "", "");
      try (Blocks blocks = Blocks.read(data, features, options)) {
        System.out.printf(
            "%d patches of %d pixels, %d latents, %s posteriors, at most %d passes%n",
            blocks.rows(), blocks.columns().size(), latents, full ? "full" : "diagonal", passes);
        System.out.println("| annealing | seed | bound | Gini | like Gabor | passes | stopped |");
        System.out.println("|---|---|---|---|---|---|---|");
        SparseCodingSpec spec =
            SparseCodingSpec.of(latents).with(full ? PosteriorType.FULL : PosteriorType.DIAGONAL);
        schedules()
            .forEach(
                (name, annealing) -> measure(name, spec.with(annealing), passes, seeds, blocks));
      }
    } finally {
      spark.stop();
    }
  }

  private static int option(String[] args, String name, int usual) {
    return Arrays.stream(args)
        .filter(arg -> arg.startsWith(name + "="))
        .map(arg -> Integer.parseInt(arg.substring(name.length() + 1)))
        .findFirst()
        .orElse(usual);
  }

  private static Map<String, Annealing> schedules() {
    Map<String, Annealing> schedules = new LinkedHashMap<>();
    schedules.put("none", Annealing.NONE);
    schedules.put("prior 10, 8, 6, 4, 2, 5 passes each", Annealing.prior(5));
    schedules.put("prior 2 to 1 in 50", Annealing.linear(Annealing::ofPrior, 2, 1, 50));
    schedules.put("likelihood 1/7 to 1/2, 5 passes each", Annealing.likelihood(5));
    return schedules;
  }

  private static void measure(
      String name, SparseCodingSpec spec, int passes, int seeds, Blocks blocks) {
    List<double[]> figures = new ArrayList<>();
    PatchSize size = square(blocks.columns().size());
    for (int seed = 1; seed <= seeds; seed++) {
      TrainingResult<SparseCodingModel> result =
          SparseCodingTraining.of(
                  spec.withStarts(1, seed), new StoppingRule(passes, 1e-5), List.of())
              .run(blocks.pass())
              .result();
      double share = FieldShapes.of(result.model().dictionary(), size).share();
      double gini = result.figures().getOrDefault("gini", Double.NaN);
      int last = result.trace().get(result.trace().size() - 1).number();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.4f | %.4f | %.0f %% | %d | %s |%n",
          name,
          seed,
          result.bound().bound(),
          gini,
          100 * share,
          last,
          result.stopReason());
      figures.add(new double[] {result.bound().bound(), gini, share, last});
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | mean | %.4f | %.4f | %.0f %% | %.0f | |%n",
        name,
        mean(figures, 0),
        mean(figures, 1),
        100 * mean(figures, 2),
        mean(figures, 3));
  }

  private static double mean(List<double[]> figures, int which) {
    return figures.stream().mapToDouble(f -> f[which]).average().orElse(Double.NaN);
  }

  private static PatchSize square(int pixels) {
    int side = (int) Math.round(Math.sqrt(pixels));
    return new PatchSize(side, side);
  }
}
