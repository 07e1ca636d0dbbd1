package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.client.Client;

/** Ends a call that takes too long, by hanging up. What was ordered goes on. */
final class Deadline implements AutoCloseable {
  private final Client client;
  private final long millis;
  private final Thread watch;
  private boolean closed;
  private boolean over;

  private Deadline(Client client, long millis) {
    this.client = client;
    this.millis = millis;
    this.watch = new Thread(this::watch, "deadline");
    watch.setDaemon(true);
  }

  /**
   * Begins to count.
   *
   * @param millis 0 waits for ever
   */
  static Deadline of(Client client, long millis) {
    Deadline deadline = new Deadline(client, millis);
    if (millis > 0) {
      deadline.watch.start();
    }
    return deadline;
  }

  private synchronized void watch() {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      while (!closed) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          over = true;
          client.close();
          return;
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same complaint, or that time is over if that is the reason. */
  synchronized ApiException explain(ApiException e) {
    return over
        ? new ApiException(
            ErrorCode.TIMED_OUT,
            "it is not done after " + Human.duration(millis),
            "it goes on; see how far it is with 'reeve list'")
        : e;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
