package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.spark.SparkPass;
import io.entrosum.spark.faults.TaskWatch;
import io.entrosum.spark.ml.GaussianMixture;
import io.entrosum.train.BlockAggregation;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A program in which Spark is stopped by another thread while a command, then a program that uses
 * the library, trains. Prints {@code command.code=}, {@code command.error=}, {@code
 * library.error=}, {@code broadcast.error=}.
 */
final class StoppedTraining {
  private static final String DATA =
      "select sin(id) as a, cos(id * id) as b, sin(3 * id) as c from range(0, 100000, 1, 4)";

  /** Jobs before the stop: reading, the start, some iterations. */
  private static final int JOBS = 12;

  private StoppedTraining() {}

  public static void main(String[] args) throws Exception {
    CommandRun run =
        stopped(
            () ->
                CommandRun.of(
                    "train",
                    "--set",
                    "input.query=" + DATA,
                    "--set",
                    "model.components=5",
                    "--set",
                    "training.max-iterations=1000000",
                    "--set",
                    "training.tolerance=0",
                    "--set",
                    "output.path=" + args[0]));
    System.out.println("command.code=" + run.code());
    System.out.println("command.error=" + run.error());
    SparkSession.clearDefaultSession();
    SparkSession.clearActiveSession();
    try {
      stopped(
          () ->
              new GaussianMixture()
                  .setK(5)
                  .setMaxIter(1_000_000)
                  .setTol(0)
                  .setFeaturesCols("a", "b", "c")
                  .fit(session().sql(DATA)));
    } catch (ExecutionException e) {
      System.out.println("library.error=" + e.getCause());
    }
    SparkContext context = session().sparkContext();
    JavaRDD<Block> blocks =
        JavaSparkContext.fromSparkContext(context)
            .parallelize(List.of(1, 2), 2)
            .map(x -> Block.ofRows(new double[][] {{x}}));
    try {
      new SparkPass(blocks, 1, 2, () -> {}).aggregate(new StopWhileMerging(), "test");
    } catch (IllegalStateException e) {
      System.out.println("broadcast.error=" + e.getMessage());
    }
  }

  /** A large aggregation that stops Spark on the driver, then fails. */
  private record StopWhileMerging() implements BlockAggregation<Double> {
    @Override
    public Double zero() {
      return 0.0;
    }

    @Override
    public Accumulator<Double> accumulator() {
      return (block, into) -> {};
    }

    @Override
    public Double merge(Double left, Double right) {
      SparkContext.getOrCreate().stop();
      throw new IllegalStateException("the first error");
    }

    @Override
    public long bytes() {
      return 1 << 20;
    }
  }

  /** Does something on a context that is stopped meanwhile. */
  private static <T> T stopped(Callable<T> work) throws Exception {
    SparkContext context = session().sparkContext();
    TaskWatch watch = new TaskWatch();
    context.addSparkListener(watch);
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "training");
    thread.start();
    watch.awaitJobs(JOBS);
    context.stop();
    return task.get();
  }

  private static SparkSession session() {
    return SparkSession.builder().master("local[2]").getOrCreate();
  }
}
