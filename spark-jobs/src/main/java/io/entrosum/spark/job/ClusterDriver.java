package io.entrosum.spark.job;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The end of a command that a cluster manager runs as the driver (deploy mode {@code cluster}),
 * where an exit would look like a crash.
 */
final class ClusterDriver {
  private ClusterDriver() {}

  /** Whether a cluster manager runs this process. */
  static boolean isThisProcess() {
    return "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /**
   * Tells the cluster manager how the command ended.
   *
   * @param hadSpark whether the command has started Spark
   * @throws IllegalStateException if it failed
   */
  static void end(int code, boolean hadSpark) {
    if (code != ExitCode.DONE.number()) {
      throw new IllegalStateException(Main.NAME + " failed with exit code " + code);
    }
    if (!hadSpark && System.getProperty("spark.yarn.app.id") != null) {
      registerWithYarn();
    }
  }

  /**
   * YARN takes an application for failed that never had a Spark context, whatever it returned (exit
   * code 13 of the application master). So it gets one, without executors.
   */
  private static void registerWithYarn() {
    SparkConf conf =
        new SparkConf()
            .setAppName(Main.NAME)
            .set("spark.dynamicAllocation.enabled", "false")
            .set("spark.executor.instances", "0");
    new SparkContext(conf).stop();
  }
}
