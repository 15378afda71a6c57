package io.entrosum.spark.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes that this process makes to an output and to what is beside it, numbered and written
 * to a file, each before it is made; at one of them the process kills itself with SIGKILL.
 *
 * <p>Set by {@link #OUTPUT}, {@link #LOG} and {@link #KILL}. One for a process: Hadoop makes file
 * systems as it likes.
 */
final class FileOperations {
  /** The property with the path of the output. */
  static final String OUTPUT = "entrosum.test.operations.output";

  /** The property with the file to write the operations to, a line each, the phase first. */
  static final String LOG = "entrosum.test.operations.log";

  /**
   * The property with the number of the operation to be killed at, in its phase: {@code LEASE:3}.
   */
  static final String KILL = "entrosum.test.operations.kill";

  /** In {@link #KILL}, instead of a phase: the number is that of all operations. */
  static final String ANY = "ANY";

  private static final FileOperations OF_THIS_PROCESS =
      new FileOperations(
          System.getProperty(OUTPUT),
          System.getProperty(LOG),
          System.getProperty(KILL, ANY + ":0"));

  private final String output;
  private final Path log;
  private final String where;
  private final int when;
  private int count;
  private boolean checkpointed;
  private boolean publishing;

  private FileOperations(@Nullable String output, @Nullable String log, String kill) {
    this.output = String.valueOf(output);
    this.log = Path.of(String.valueOf(log));
    this.where = kill.substring(0, kill.indexOf(':'));
    this.when = Integer.parseInt(kill.substring(kill.indexOf(':') + 1));
  }

  /** What an operation does. */
  @FunctionalInterface
  interface Operation<T> {
    /** Does it. */
    T run() throws IOException;
  }

  /**
   * Makes a change, or half of it and no more.
   *
   * @param half what may have been done of it when the process is killed
   */
  static <T> T run(String name, org.apache.hadoop.fs.Path path, Half half, Operation<T> operation)
      throws IOException {
    OF_THIS_PROCESS.before(name, path.toUri().getPath(), half);
    return operation.run();
  }

  /** Half of an operation. */
  @FunctionalInterface
  interface Half {
    /** Nothing of it. */
    Half NONE = number -> {};

    /**
     * Does it.
     *
     * @param number of the operation, to choose by
     */
    void run(int number) throws IOException;
  }

  /** Holds the lock while the process dies: nobody else changes anything meanwhile. */
  private synchronized void before(String name, String path, Half half) throws IOException {
    if (!path.startsWith(output)) {
      return;
    }
    String below = path.substring(output.length());
    Phase phase = phase(name, below);
    Files.writeString(
        log,
        phase + " " + name + " " + below + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    if ((where.equals(ANY) || where.equals(phase.name())) && ++count == when) {
      half.run(count);
      kill();
    }
  }

  private Phase phase(String name, String below) {
    if (below.contains("/lease.json") || below.contains("/clock-")) {
      return Phase.LEASE;
    }
    boolean temporary = below.startsWith(".tmp-");
    if (temporary && !name.equals("delete") && below.contains("/") && !below.endsWith("-test")) {
      publishing = true;
    }
    if (below.startsWith(".run")) {
      boolean checkpoint = below.contains("/checkpoint-");
      if (checkpoint && !name.equals("delete")) {
        checkpointed = true;
        return Phase.CHECKPOINT;
      }
      if (publishing) {
        return name.equals("delete") ? Phase.TIDYING : Phase.PUBLICATION;
      }
      return checkpoint && checkpointed ? Phase.CHECKPOINT : Phase.START;
    }
    return publishing ? Phase.PUBLICATION : Phase.START;
  }

  private static void kill() throws IOException {
    List<String> command = List.of("kill", "-9", Long.toString(ProcessHandle.current().pid()));
    new ProcessBuilder(command).start();
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("not killed");
  }
}
