package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.Test;
import scala.util.Properties;

/** The Spark that the tests run with is the one that the build names. */
class SparkVersionIT {
  @Test
  void thatOfTheBuildRuns() {
    String version = SharedSpark.session().version();
    System.out.printf(
        "Spark %s, Scala %s, Hadoop %s, Java %s%n",
        version,
        Properties.versionNumberString(),
        VersionInfo.getVersion(),
        System.getProperty("java.version"));
    assertThat(version).isEqualTo(System.getProperty("entrosum.build.spark"));
  }
}
