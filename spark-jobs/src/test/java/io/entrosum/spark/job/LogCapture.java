package io.entrosum.spark.job;

import java.io.StringWriter;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** Gets what is logged, stack traces included. */
public final class LogCapture {
  private LogCapture() {}

  public static Appender start(StringWriter log) {
    PatternLayout layout = PatternLayout.newBuilder().withPattern("%p %c %m%n%xEx").build();
    Appender appender = WriterAppender.createAppender(layout, null, log, "capture", false, true);
    appender.start();
    context().getConfiguration().getRootLogger().addAppender(appender, null, null);
    return appender;
  }

  public static void stop(Appender appender) {
    context().getConfiguration().getRootLogger().removeAppender(appender.getName());
    appender.stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }
}
