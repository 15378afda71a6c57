package io.entrosum.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file by which a run says that it writes to an output. It is written anew every {@link
 * Lease#RENEWAL}; one that is older than {@link Lease#EXPIRY}, or whose process on this host is no
 * more, or that is of an earlier attempt of YARN at the same application, may be taken over. Ages
 * are told by the clock of the file system: that of a probe file against that of the lease.
 */
final class LeaseFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseFile.class);

  /** Two that create the file at once see after this whose it has become. */
  private static final long SETTLE_MILLIS = 200;

  private final FileSystem fileSystem;
  private final Path file;
  private final String target;
  private final Lease own;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "entrosum-lease");
            thread.setDaemon(true);
            return thread;
          });

  private @Nullable Future<?> renewing;

  /** Why it is this run's no longer. */
  private @Nullable String lost;

  private LeaseFile(FileSystem fileSystem, Path file, String target, Lease own) {
    this.fileSystem = fileSystem;
    this.file = file;
    this.target = target;
    this.own = own;
  }

  /**
   * Takes the lease.
   *
   * @param target the setting and the output that it names, for messages
   * @param own what is to be in the file
   * @param now the time of the file system, milliseconds
   * @throws OutputInUseException if somebody has it
   */
  static LeaseFile take(FileSystem fileSystem, Path file, String target, Lease own, long now)
      throws IOException {
    LeaseFile lease = new LeaseFile(fileSystem, file, target, own);
    try {
      lease.take(now);
      long period = Lease.RENEWAL.toMillis();
      lease.renewing =
          lease.renewal.scheduleWithFixedDelay(lease::renew, period, period, TimeUnit.MILLISECONDS);
      return lease;
    } catch (IOException | RuntimeException e) {
      lease.renewal.shutdownNow();
      throw e;
    }
  }

  private void take(long now) throws IOException {
    boolean taken = !create(now);
    if (taken) {
      write(true);
    }
    settle(taken);
    Lease holder = read();
    if (holder == null || !holder.id().equals(own.id())) {
      throw inUse(holder, 0);
    }
  }

  /**
   * Makes the file, if there is none. Stores tell in several ways, and some as late as when the
   * stream is closed, that there is one.
   *
   * @return false if there is one that may be taken over
   */
  private boolean create(long now) throws IOException {
    try {
      write(false);
      return true;
    } catch (FileAlreadyExistsException e) {
      refuseLiving(now);
      return false;
    } catch (IOException e) {
      return giveUp(e, now);
    }
  }

  /** Removes what this run has written of the file, and never the file of another one. */
  private boolean giveUp(IOException cause, long now) throws IOException {
    try {
      if (fileSystem.exists(file)) {
        Lease holder = read();
        if (holder != null && !holder.id().equals(own.id())) {
          refuseLiving(now);
          return false;
        }
        fileSystem.delete(file, false);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    throw cause;
  }

  private void settle(boolean taken) throws IOException {
    try {
      Thread.sleep(taken ? SETTLE_MILLIS : SETTLE_MILLIS / 4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void refuseLiving(long now) throws IOException {
    FileStatus status;
    try {
      status = fileSystem.getFileStatus(file);
    } catch (FileNotFoundException e) {
      return; // given back this moment
    }
    Lease holder = read();
    long age = Math.max(0, now - status.getModificationTime());
    if (holder != null && holder.isDead()) {
      LOG.info("taking over {} from {}, which is no more", target, holder.describe());
      return;
    }
    if (holder != null && holder.isFollowedBy(own)) {
      LOG.info(
          "taking over {} from {}, an attempt at this application that YARN takes for over",
          target,
          holder.describe());
      return;
    }
    if (age <= Lease.EXPIRY.toMillis()) {
      throw inUse(holder, age);
    }
    LOG.warn(
        "taking over {} from {}, which has given no sign of life for {} s",
        target,
        holder == null ? "an unknown run" : holder.describe(),
        age / 1000);
  }

  private OutputInUseException inUse(@Nullable Lease holder, long age) {
    return new OutputInUseException(
        target
            + " is being written by "
            + (holder == null ? "another run" : holder.describe())
            + ", last sign of life "
            + age / 1000
            + " s ago (wait for it or stop it; if it is dead, try again in "
            + Math.max(1, (Lease.EXPIRY.toMillis() - age) / 1000)
            + " s, or remove "
            + file
            + ")");
  }

  private void write(boolean overwrite) throws IOException {
    try (OutputStream out = fileSystem.create(file, overwrite)) {
      own.write(out);
    }
  }

  private @Nullable Lease read() throws IOException {
    return read(fileSystem, file);
  }

  private static @Nullable Lease read(FileSystem fileSystem, Path file) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return Lease.read(in);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /** Whether somebody has a lease who is alive, as far as the clock of this host tells. */
  static boolean isHeld(FileSystem fileSystem, Path file) throws IOException {
    try {
      long age = System.currentTimeMillis() - fileSystem.getFileStatus(file).getModificationTime();
      Lease holder = read(fileSystem, file);
      return age <= Lease.EXPIRY.toMillis() && (holder == null || !holder.isDead());
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private synchronized void renew() {
    if (lost != null) {
      return;
    }
    try {
      look();
      if (lost == null) {
        write(true);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot renew the lease {}: {}", file, e.getMessage());
    }
  }

  /** A file that is gone was taken over and given back, or removed by somebody. */
  private void look() throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      Lease holder = Lease.read(in);
      if (holder != null && !holder.id().equals(own.id())) {
        lost = "was taken over by " + holder.describe() + why(holder);
      }
    } catch (FileNotFoundException e) {
      lost = "has no lease of this run any more: " + file + " is gone";
    }
  }

  private String why(Lease holder) {
    return own.isFollowedBy(holder)
        ? ", a later attempt at the same application"
        : " because this run gave no sign of life for more than " + Lease.EXPIRY.toSeconds() + " s";
  }

  /**
   * Looks at the file, and refuses to go on where the lease is no longer this run's.
   *
   * @throws OutputInUseException if it is not
   */
  synchronized void check() {
    try {
      if (lost == null) {
        look();
      }
    } catch (IOException e) {
      LOG.warn("cannot read the lease {}: {}", file, e.getMessage());
    }
    if (lost != null) {
      throw new OutputInUseException(
          target + " " + lost + "; it stops and leaves everything to others");
    }
  }

  /** Gives the lease back. */
  @Override
  public void close() {
    if (renewing != null) {
      renewing.cancel(false); // a file that is being written is written to its end
    }
    renewal.shutdown();
    try {
      renewal.awaitTermination(5, TimeUnit.SECONDS);
      Lease holder = read();
      if (holder != null && holder.id().equals(own.id())) {
        fileSystem.delete(file, false);
      }
    } catch (IOException e) {
      LOG.warn("cannot remove the lease {}: {}", file, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
