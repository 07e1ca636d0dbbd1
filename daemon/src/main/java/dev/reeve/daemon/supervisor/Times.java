package dev.reeve.daemon.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Points in time as they are written in messages. */
public final class Times {
  private Times() {}

  /** RFC 3339 in UTC with milliseconds. */
  public static String text(Instant at) {
    String text = at.truncatedTo(ChronoUnit.MILLIS).toString();
    // Instant leaves out a fraction of zero.
    return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
  }

  /** The instant a text says; empty or unreadable texts are the beginning of all time. */
  public static Instant parse(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** Milliseconds from then to now, never negative. */
  public static long millisBetween(Instant then, Instant now) {
    return Math.max(0, Duration.between(then, now).toMillis());
  }
}
