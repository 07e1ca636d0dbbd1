package dev.reeve.daemon.export;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up names where nobody waits for it: that may take many seconds when a name server does not
 * answer. On threads of its own, as a look-up keeps the one it is on.
 */
final class Addresses implements AutoCloseable {
  private static final int MOST_AT_ONCE = 4;
  private static final long STACK = 256 * 1024;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(null, work, "reeve-resolve", STACK);
            thread.setDaemon(true);
            return thread;
          });

  /**
   * The first address of a name. One that is written in digits is there at once.
   *
   * @return fails with an {@link UnknownHostException}, or when too many are being looked up
   */
  CompletableFuture<InetAddress> of(String host) {
    try {
      return CompletableFuture.completedFuture(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException isName) {
      try {
        return CompletableFuture.supplyAsync(() -> look(host), threads);
      } catch (RejectedExecutionException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  private static InetAddress look(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
