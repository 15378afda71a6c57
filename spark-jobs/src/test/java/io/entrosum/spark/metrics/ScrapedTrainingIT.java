package io.entrosum.spark.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.faults.ForkedDriver;
import io.entrosum.spark.job.Main;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code train}, scraped as Prometheus does while it runs. */
class ScrapedTrainingIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Path DATA = Path.of("../conf/examples/data/faithful.csv").toAbsolutePath();
  private static final String GAUGE = "driver_plugin_io_entrosum_spark_metrics_EntrosumPlugin_";

  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Test
  void itsIterationAndBoundAreThere(@TempDir Path folder) throws Exception {
    int port = freePort();
    List<String> options = List.of("-Dspark.plugins=" + OtherPlugin.class.getName());
    try (ForkedDriver driver =
        ForkedDriver.start(folder, Main.class, options, command(port, folder))) {
      String first = awaitIteration(driver, port, 3);
      assertThat(gauge(first, GAUGE + "rows")).isEqualTo("272");
      assertThat(Double.parseDouble(gauge(first, GAUGE + "seconds"))).isGreaterThan(0);
      assertThat(Double.parseDouble(gauge(first, GAUGE + "gap"))).isLessThan(1e-6);
      assertThat(gauge(first, "OtherPlugin_answer")).isEqualTo("42");
      assertShown(first, driver);
      int iteration = Integer.parseInt(gauge(first, GAUGE + "iteration"));
      assertShown(awaitIteration(driver, port, iteration + 5), driver);
    }
  }

  /**
   * The bound that was scraped is the one that progress shows; gauges are read by their names, so
   * that the iteration may be one more.
   */
  private static void assertShown(String metrics, ForkedDriver driver) throws Exception {
    int iteration = Integer.parseInt(gauge(metrics, GAUGE + "iteration"));
    String bound =
        String.format(
            Locale.ROOT, "bound %.6f", Double.parseDouble(gauge(metrics, GAUGE + "bound")));
    driver.awaitText(String.format(Locale.ROOT, "iteration %3d ", iteration), LIMIT);
    Pattern near =
        Pattern.compile("iteration +(%d|%d) .*".formatted(iteration, Math.max(1, iteration - 1)));
    assertThat(driver.errors().lines().filter(line -> near.matcher(line).matches()))
        .anySatisfy(line -> assertThat(line).contains(bound));
  }

  private static List<String> command(int port, Path folder) {
    String sink = "spark.metrics.conf.*.sink.prometheusServlet.";
    List<String> settings =
        List.of(
            "input.path=" + DATA,
            "input.options.header=true",
            "input.partitions=1",
            "output.path=" + folder.resolve("model"),
            "training.max-iterations=20000",
            "training.tolerance=0",
            "model.components=6",
            "spark.ui.enabled=true",
            "spark.ui.port=" + port,
            sink + "class=org.apache.spark.metrics.sink.PrometheusServlet",
            sink + "path=/metrics/prometheus");
    return Stream.concat(
            Stream.of("train"), settings.stream().flatMap(setting -> Stream.of("--set", setting)))
        .toList();
  }

  private String awaitIteration(ForkedDriver driver, int port, int least) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      String metrics = scrape(port);
      String iteration = gauge(metrics, GAUGE + "iteration");
      if (!iteration.isEmpty() && Integer.parseInt(iteration) >= least) {
        return metrics;
      }
      assertThat(driver.process().isAlive() && System.nanoTime() < end)
          .as("no iteration %d in:\n%s\n%s", least, metrics, driver.errors())
          .isTrue();
      Thread.sleep(5);
    }
  }

  /** Nothing before Spark has started its server. */
  private String scrape(int port) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/metrics/prometheus");
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    } catch (ConnectException e) {
      return "";
    }
  }

  private static String gauge(String metrics, String name) {
    Matcher line =
        Pattern.compile(
                "^metrics_\\w*" + name + "_Value\\{type=\"gauges\"} (\\S+)$", Pattern.MULTILINE)
            .matcher(metrics);
    return line.find() ? line.group(1) : "";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
