package dev.reeve.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;

/** Quantities as people read them. */
final class Human {
  private static final String UNITS = "KMGT";

  private Human() {}

  /** The two largest units: {@code 3d 4h}, {@code 2h 15m}, {@code 12m 30s}, {@code 45s}. */
  static String duration(long millis) {
    long seconds = Math.max(0, millis) / 1000;
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return two(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return two(seconds / 3600, "h", seconds / 60 % 60, "m");
    }
    return two(seconds / 86_400, "d", seconds / 3600 % 24, "h");
  }

  private static String two(long large, String largeUnit, long small, String smallUnit) {
    return small == 0 ? large + largeUnit : large + largeUnit + " " + small + smallUnit;
  }

  /** Powers of 1024 with one digit behind the point: {@code 24.1 MB}. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = 0;
    double n = bytes / 1024.0;
    while (n >= 1023.95 && unit < UNITS.length() - 1) {
      n /= 1024;
      unit++;
    }
    return tenths(n) + " " + UNITS.charAt(unit) + "B";
  }

  /** {@code 0.3%}; whole numbers from 100 on. */
  static String percent(double percent) {
    return (percent >= 99.95 ? Long.toString(Math.round(percent)) : tenths(percent)) + "%";
  }

  private static String tenths(double n) {
    long tenths = Math.round(n * 10);
    return tenths / 10 + "." + tenths % 10;
  }

  /** {@code 1 service}, {@code 2 services}, {@code 3 processes}. */
  static String count(long n, String one) {
    return n + " " + one + (n == 1 ? "" : one.endsWith("s") ? "es" : "s");
  }

  /** A time of day, with the date before it unless it is of today. */
  static String time(String rfc3339, ZoneId zone, Instant now) {
    try {
      ZonedDateTime time = OffsetDateTime.parse(rfc3339).atZoneSameInstant(zone);
      String clock = clock(time);
      LocalDate date = time.toLocalDate();
      return date.equals(now.atZone(zone).toLocalDate()) ? clock : date + " " + clock;
    } catch (DateTimeException e) {
      return rfc3339;
    }
  }

  /** The time of day with milliseconds. */
  static String clock(String rfc3339, ZoneId zone) {
    try {
      ZonedDateTime time = OffsetDateTime.parse(rfc3339).atZoneSameInstant(zone);
      int millis = time.get(ChronoField.MILLI_OF_SECOND);
      return clock(time) + "." + millis / 100 + millis / 10 % 10 + millis % 10;
    } catch (DateTimeException e) {
      return rfc3339;
    }
  }

  private static String clock(ZonedDateTime time) {
    return two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
  }

  /** How long ago that was: {@code 5m 2s ago}. */
  static String ago(String rfc3339, Instant now) {
    try {
      Instant then = OffsetDateTime.parse(rfc3339).toInstant();
      return duration(now.toEpochMilli() - then.toEpochMilli()) + " ago";
    } catch (DateTimeException e) {
      return rfc3339;
    }
  }

  private static String two(int n) {
    return n < 10 ? "0" + n : Integer.toString(n);
  }
}
