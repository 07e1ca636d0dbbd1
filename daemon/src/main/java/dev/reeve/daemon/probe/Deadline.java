package dev.reeve.daemon.probe;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The moment at which an attempt must be over. */
record Deadline(long nanos) {
  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean passed() {
    return nanos - System.nanoTime() <= 0;
  }

  /**
   * What is left, for socket calls to which zero is for ever.
   *
   * @return milliseconds, at least 1
   * @throws SocketTimeoutException when nothing is left
   */
  int millis() throws SocketTimeoutException {
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("timed out");
    }
    // Rounded up, so that who runs out of it finds the deadline passed.
    return Math.clamp(left / 1_000_000 + 1, 1, Integer.MAX_VALUE);
  }
}
