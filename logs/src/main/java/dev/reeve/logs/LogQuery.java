package dev.reeve.logs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of some logs.
 *
 * @param last at most so many, the newest ones of all sources together; {@link #ALL} for no limit
 * @param since none older than this; null for no limit. Lines without a time go with the one before
 * @param only of this stream; null for both
 */
public record LogQuery(long last, @Nullable Instant since, @Nullable Std only) {
  /** As many as there are. */
  public static final long ALL = Long.MAX_VALUE;

  /** The newest lines. */
  public static LogQuery last(long lines) {
    return new LogQuery(lines, null, null);
  }

  /** Every line. */
  public static LogQuery all() {
    return last(ALL);
  }
}
