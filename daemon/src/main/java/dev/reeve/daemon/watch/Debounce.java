package dev.reeve.daemon.watch;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Makes one action of many changes: it is due when there was none for the delay, but no later than
 * {@value #MOST} delays after the first. Holds no clock; times are those of {@link
 * System#nanoTime}. Used by one thread.
 */
public final class Debounce {
  private static final int MOST = 10;

  private final long delay;
  private boolean pending;
  private long first;
  private long last;

  /**
   * Waits for the first change.
   *
   * @param delay at least 0, which makes every change due at once
   */
  public Debounce(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("the delay is negative: " + delay);
    }
    // So that ten of them are within what nanoTime can compare.
    this.delay = Math.min(nanos(delay), Long.MAX_VALUE / (MOST * 2));
  }

  private static long nanos(Duration delay) {
    try {
      return delay.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  /** Something changed. */
  public void changed(long now) {
    if (!pending) {
      pending = true;
      first = now;
    }
    last = now;
  }

  /** When the action is due; absent when nothing changed since the last one. */
  public OptionalLong due() {
    if (!pending) {
      return OptionalLong.empty();
    }
    // Compared by their difference: nanoTime may overflow.
    long quiet = last + delay;
    long latest = first + MOST * delay;
    return OptionalLong.of(quiet - latest < 0 ? quiet : latest);
  }

  /** True once for each action, when it is due: the caller acts now. */
  public boolean take(long now) {
    boolean due = pending && now - due().orElseThrow() >= 0;
    if (due) {
      pending = false;
    }
    return due;
  }

  /** Forgets what changed. */
  public void reset() {
    pending = false;
  }
}
