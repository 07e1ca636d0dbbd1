package dev.reeve.core.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * The time as two values.
 *
 * @param nanos monotonic, for measuring; only differences mean something
 * @param wall for display and schedules; may jump
 */
public record Now(long nanos, Instant wall) {
  /** The time that has passed since an earlier {@link #nanos}. */
  public Duration since(long earlierNanos) {
    return Duration.ofNanos(nanos - earlierNanos);
  }
}
