package dev.reeve.core.spec;

import java.time.Duration;

/**
 * A sliding window over restarts: at most {@code max} of them {@code within} the time; one more is
 * a failure. {@link #NONE} limits nothing.
 */
public record RestartLimit(int max, Duration within) {
  public static final RestartLimit NONE = new RestartLimit(0, Duration.ZERO);

  /** Whether there is a window at all. */
  public boolean applies() {
    return max > 0;
  }
}
