package dev.reeve.logs;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Reads back what {@link Stamp} writes. Remembers the last one: lines of one read share it. */
final class StampParser {
  /** No time could be read. */
  static final long NONE = Long.MIN_VALUE;

  private static final String SHAPE = "0000-00-00T00:00:00.000";

  private byte[] lastBytes = new byte[0];
  private long lastMillis;
  private int lastLength;

  /** How many bytes the time has that was read last, a space behind it not counted. */
  int length() {
    return lastLength;
  }

  /** Milliseconds since 1970, or {@link #NONE}. */
  long parse(byte[] bytes, int from, int to) {
    int known = lastBytes.length;
    if (known > 0
        && to - from >= known
        && Arrays.equals(bytes, from, from + known, lastBytes, 0, known)) {
      lastLength = known;
      return lastMillis;
    }
    long millis = parseAnew(bytes, from, to);
    if (millis != NONE) {
      lastBytes = Arrays.copyOfRange(bytes, from, from + lastLength);
      lastMillis = millis;
    }
    return millis;
  }

  private long parseAnew(byte[] bytes, int from, int to) {
    int zoneAt = from + SHAPE.length();
    if (zoneAt >= to) {
      return NONE;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      byte b = bytes[from + i];
      char shape = SHAPE.charAt(i);
      if (shape == '0' ? b < '0' || b > '9' : b != shape) {
        return NONE;
      }
    }
    int offset = 0;
    int end = zoneAt + 1;
    byte zone = bytes[zoneAt];
    if (zone == '+' || zone == '-') {
      end = zoneAt + 6;
      if (end > to || bytes[zoneAt + 3] != ':') {
        return NONE;
      }
      offset = number(bytes, zoneAt + 1, 2) * 60 + number(bytes, zoneAt + 4, 2);
      offset = zone == '-' ? -offset : offset;
    } else if (zone != 'Z') {
      return NONE;
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(bytes, from, 4),
              number(bytes, from + 5, 2),
              number(bytes, from + 8, 2),
              number(bytes, from + 11, 2),
              number(bytes, from + 14, 2),
              number(bytes, from + 17, 2));
      lastLength = end - from;
      long seconds = local.toEpochSecond(ZoneOffset.UTC) - offset * 60L;
      return seconds * 1000 + number(bytes, from + 20, 3);
    } catch (DateTimeException noSuchDay) {
      return NONE;
    }
  }

  private static int number(byte[] bytes, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }
}
