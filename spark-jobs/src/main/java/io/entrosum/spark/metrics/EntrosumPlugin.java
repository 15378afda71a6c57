package io.entrosum.spark.metrics;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Shows {@link TrainingGauges} among Spark's metrics: {@code
 * spark.plugins=io.entrosum.spark.metrics.EntrosumPlugin}. Their names are {@code
 * <namespace>.driver .plugin.io.entrosum.spark.metrics.EntrosumPlugin.<gauge>}; executors have
 * none.
 */
public final class EntrosumPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  @Override
  public @Nullable ExecutorPlugin executorPlugin() {
    return null;
  }

  private static final class Driver implements DriverPlugin {
    @Override
    public void registerMetrics(String application, PluginContext context) {
      TrainingGauges.register(context.metricRegistry());
    }
  }
}
