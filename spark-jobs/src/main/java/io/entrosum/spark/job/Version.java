package io.entrosum.spark.job;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar that this class comes from. */
final class Version implements IVersionProvider {
  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {Main.NAME + " " + text()};
  }
}
