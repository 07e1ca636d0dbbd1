package dev.reeve.daemon.supervisor;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Points in time as they are written in messages. */
public final class Times {
  private Times() {}

  /** RFC 3339 in UTC with milliseconds. */
  public static String text(Instant at) {
    String text = at.truncatedTo(ChronoUnit.MILLIS).toString();
    // Instant leaves out a fraction of zero.
    return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
  }

  /**
   * The instant that somebody asks from; nothing if the text is empty.
   *
   * @throws ApiException if the text is not a time
   */
  public static Optional<Instant> since(String text) throws ApiException {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new ApiException(
          ErrorCode.USAGE, "'" + text + "' is not a time", "write it like 2026-11-20T22:31:23Z");
    }
  }

  /** Milliseconds from then to now, never negative. */
  public static long millisBetween(Instant then, Instant now) {
    return Math.max(0, Duration.between(then, now).toMillis());
  }
}
