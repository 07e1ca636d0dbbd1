package dev.reeve.logs;

import dev.reeve.core.spec.Every;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** The moments at which new log files begin. */
final class Calendar {
  /** Later than any moment. */
  static final long NEVER = Long.MAX_VALUE;

  private Calendar() {}

  /** The first such moment after this one, in milliseconds since 1970. */
  static long next(Every every, long millis, ZoneId zone) {
    ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(zone);
    return switch (every) {
      case NEVER -> NEVER;
      case HOURLY -> millis(at.truncatedTo(ChronoUnit.HOURS).plusHours(1));
      // By date, not by 24 hours: some days have 23 or 25.
      case DAILY -> millis(at.toLocalDate().plusDays(1).atStartOfDay(zone));
      case WEEKLY ->
          millis(
              at.toLocalDate().with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atStartOfDay(zone));
    };
  }

  private static long millis(ZonedDateTime time) {
    return time.toInstant().toEpochMilli();
  }
}
