package io.entrosum.linalg;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * What happens once a virtual machine and is spoiled for good by an interrupt in the middle:
 * loading native libraries. Spark interrupts the threads of attempts that it gives up, be it the
 * first work that an executor ever does; files that are being read, copied or locked are closed by
 * it.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * Does something in a thread of its own and waits for it. Where the calling thread is interrupted
   * before or meanwhile, it still is afterwards.
   *
   * @param name of the thread
   * @return what the work gives
   */
  static <T> T call(String name, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(result, work), name);
    thread.setDaemon(true);
    thread.start();
    try {
      return result.join(); // an interrupt does not end it, and is kept
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (Throwable e) { // whatever it is, the caller gets it
      result.completeExceptionally(e);
    }
  }
}
