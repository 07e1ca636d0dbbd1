package dev.reeve.logs;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A moment as log lines begin with it, {@code 2026-11-20T22:31:23.123Z }, followed by one space.
 * Only what changed since the last moment is written again, so that it costs a few nanoseconds.
 */
final class Stamp {
  private static final int MILLIS_AT = 20;
  private static final int ZONE_AT = 23;

  /** The text, see {@link #length}. */
  final byte[] bytes = new byte[ZONE_AT + "+00:00 ".length()];

  private final ZoneRules rules;
  private int length;
  private long second = Long.MIN_VALUE;
  private long offsetUntil = Long.MIN_VALUE;
  private ZoneOffset offset = ZoneOffset.UTC;

  Stamp(ZoneId zone) {
    this.rules = zone.getRules();
  }

  /** How many bytes the text has, the space at the end included. */
  int length() {
    return length;
  }

  /** Makes it this moment. */
  void set(long epochMillis) {
    long now = Math.floorDiv(epochMillis, 1000L);
    if (now != second) {
      setSecond(now);
    }
    int millis = Math.floorMod(epochMillis, 1000);
    bytes[MILLIS_AT] = (byte) ('0' + millis / 100);
    bytes[MILLIS_AT + 1] = (byte) ('0' + millis / 10 % 10);
    bytes[MILLIS_AT + 2] = (byte) ('0' + millis % 10);
  }

  private void setSecond(long now) {
    // A second before the last one may be before the last change of the offset.
    if (now >= offsetUntil || now < second) {
      setOffset(Instant.ofEpochSecond(now));
    }
    second = now;
    LocalDateTime local = LocalDateTime.ofEpochSecond(now, 0, offset);
    digits(0, 4, local.getYear());
    bytes[4] = '-';
    digits(5, 2, local.getMonthValue());
    bytes[7] = '-';
    digits(8, 2, local.getDayOfMonth());
    bytes[10] = 'T';
    digits(11, 2, local.getHour());
    bytes[13] = ':';
    digits(14, 2, local.getMinute());
    bytes[16] = ':';
    digits(17, 2, local.getSecond());
    bytes[19] = '.';
  }

  private void setOffset(Instant now) {
    offset = rules.getOffset(now);
    ZoneOffsetTransition next = rules.nextTransition(now);
    offsetUntil = next == null ? Long.MAX_VALUE : next.toEpochSecond();
    int minutes = offset.getTotalSeconds() / 60;
    length = ZONE_AT;
    if (minutes == 0) {
      bytes[length++] = 'Z';
    } else {
      bytes[length++] = (byte) (minutes < 0 ? '-' : '+');
      digits(length, 2, Math.abs(minutes) / 60);
      bytes[length + 2] = ':';
      digits(length + 3, 2, Math.abs(minutes) % 60);
      length += 5;
    }
    bytes[length++] = ' ';
  }

  private void digits(int at, int count, int number) {
    int rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
