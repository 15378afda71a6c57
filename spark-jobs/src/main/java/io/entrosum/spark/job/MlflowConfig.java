package io.entrosum.spark.job;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code output.mlflow}: where MLflow is told of a training.
 *
 * @param trackingUri of its server; {@value #NONE}: there is none, whatever the environment says
 */
record MlflowConfig(
    @Nullable String trackingUri, @Nullable String experiment, @Nullable String runName) {
  /** A tracking URI for nobody. */
  static final String NONE = "none";

  private static final String URI_KEY = "tracking-uri";
  private static final String URI_VARIABLE = "MLFLOW_TRACKING_URI";
  private static final String EXPERIMENT_VARIABLE = "MLFLOW_EXPERIMENT_NAME";

  static MlflowConfig of(Section output) {
    Section section = output.inner("mlflow", List.of(URI_KEY, "experiment", "run-name"));
    String uri = section.optionalText(URI_KEY);
    if (uri != null && !uri.equals(NONE)) {
      server(section.path(URI_KEY), uri);
    }
    return new MlflowConfig(
        uri, section.optionalText("experiment"), section.optionalText("run-name"));
  }

  /**
   * The server to tell, or null.
   *
   * @param environment has it where the configuration names none
   * @throws JobException if it is no address of a server
   */
  @Nullable URI server(Map<String, String> environment) {
    if (trackingUri != null) {
      return trackingUri.equals(NONE) ? null : server("output.mlflow." + URI_KEY, trackingUri);
    }
    String variable = environment.getOrDefault(URI_VARIABLE, "").strip();
    return variable.isEmpty() ? null : server(URI_VARIABLE, variable);
  }

  /** The name of the experiment: the configuration's, the environment's, or that of the program. */
  String experiment(Map<String, String> environment) {
    if (experiment != null) {
      return experiment;
    }
    String variable = environment.getOrDefault(EXPERIMENT_VARIABLE, "").strip();
    return variable.isEmpty() ? Main.NAME : variable;
  }

  private static URI server(String what, String text) {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw notAServer(what, text.contains("@") ? "(not shown)" : text);
    }
    if (text.contains("@")) {
      throw JobException.usage(
          what
              + ": must be without user and password (MLFLOW_TRACKING_USERNAME and"
              + " MLFLOW_TRACKING_PASSWORD are for these)");
    }
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw notAServer(what, text);
    }
    return uri;
  }

  private static JobException notAServer(String what, String was) {
    return JobException.usage(
        what
            + ": must be the address of a tracking server, http://host:port, but was "
            + was
            + " (output.mlflow.tracking-uri = none tells MLflow nothing)");
  }
}
