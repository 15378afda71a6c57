package io.entrosum.spark.cluster;

import com.github.dockerjava.api.DockerClient;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;

/** A command that was handed in to a cluster: a driver in a container. */
final class Submission implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final DockerClient docker;
  private final GenericContainer<?> driver;

  Submission(DockerClient docker, GenericContainer<?> driver) {
    this.docker = docker;
    this.driver = driver;
  }

  /** What it has said so far. */
  String log() {
    return driver.getLogs();
  }

  /**
   * Waits until it has said something.
   *
   * @throws AssertionError if it ends or the time is up before that
   */
  void awaitText(String text, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!log().contains(text)) {
      if (System.nanoTime() > end || !isRunning()) {
        throw new AssertionError("the driver has not said \"" + text + "\":\n" + log());
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  boolean isRunning() {
    return Boolean.TRUE.equals(state().getRunning());
  }

  private com.github.dockerjava.api.command.InspectContainerResponse.ContainerState state() {
    return docker.inspectContainerCmd(driver.getContainerId()).exec().getState();
  }

  /**
   * Waits for the end.
   *
   * @return the exit code
   * @throws AssertionError if it does not end in time
   */
  long await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (isRunning()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the driver still runs after " + limit + ":\n" + log());
      }
      Thread.sleep(POLL.toMillis());
    }
    return state().getExitCodeLong();
  }

  /** SIGKILL. */
  void kill() {
    docker.killContainerCmd(driver.getContainerId()).exec();
  }

  /** SIGTERM. */
  void terminate() {
    docker.killContainerCmd(driver.getContainerId()).withSignal("SIGTERM").exec();
  }

  @Override
  public void close() {
    driver.stop();
  }
}
