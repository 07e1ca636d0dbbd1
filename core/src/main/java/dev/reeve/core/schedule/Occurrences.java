package dev.reeve.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The moments of a cron expression in a time zone. Where clocks are changed by less than three
 * hours it follows cron(8) of Debian and its source, Vixie's cron.c:
 *
 * <ul>
 *   <li>A job of which the minute or hour begins with {@code *} (also {@code @hourly}) goes by the
 *       wall clock as it comes: skipped minutes are left out, repeated ones run twice.
 *   <li>A job of a fixed time that falls into the skipped time runs at the moment the clock is put
 *       forward: once, even if several of its times were skipped (Vixie's cron would run it once
 *       for each, one after the other). In the repeated time it runs the first time only.
 * </ul>
 *
 * Changes of three hours and more, such as the day Samoa left out in 2011, are corrections of the
 * clock: what was skipped never was, what is repeated runs again.
 *
 * @param cron the expression
 * @param zone where
 */
public record Occurrences(Cron cron, ZoneId zone) {
  private static final Duration CORRECTION = Duration.ofHours(3);

  /**
   * The first moment strictly after another.
   *
   * @param after from the year 1 to 9999
   */
  public Instant after(Instant after) {
    ZoneRules rules = zone.getRules();
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime wall = LocalDateTime.ofInstant(after, offset);
    LocalDateTime from = wall.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    ZoneOffsetTransition around = rules.getTransition(wall);
    if (around != null && isRepeat(around) && offset.equals(around.getOffsetAfter())) {
      from = later(from, minute(around.getDateTimeBefore()));
    }
    LocalDateTime candidate = cron.atOrAfter(from);
    Instant position = after;
    while (true) {
      ZoneOffsetTransition change = rules.nextTransition(position);
      if (isBefore(candidate, offset, change)) {
        return candidate.toInstant(offset);
      }
      LocalDateTime back = minute(change.getDateTimeAfter());
      if (change.isGap()) {
        if (candidate.isBefore(change.getDateTimeAfter())) {
          if (isFixed(change)) {
            return change.getInstant();
          }
          candidate = cron.atOrAfter(back);
        }
      } else if (!isFixed(change)) {
        candidate = cron.atOrAfter(back);
      }
      position = change.getInstant();
      offset = change.getOffsetAfter();
    }
  }

  private static boolean isBefore(
      LocalDateTime candidate, ZoneOffset offset, @Nullable ZoneOffsetTransition change) {
    return change == null || candidate.toEpochSecond(offset) < change.toEpochSecond();
  }

  /** Whether times that this change repeats are left out the second time. */
  private boolean isRepeat(ZoneOffsetTransition change) {
    return change.isOverlap() && isFixed(change);
  }

  /** Whether the job keeps its time through this change, instead of following the wall clock. */
  private boolean isFixed(ZoneOffsetTransition change) {
    return !cron.wildcard() && change.getDuration().abs().compareTo(CORRECTION) < 0;
  }

  /** The first whole minute that is not before; offsets of the 19th century have seconds. */
  private static LocalDateTime minute(LocalDateTime time) {
    LocalDateTime whole = time.truncatedTo(ChronoUnit.MINUTES);
    return whole.equals(time) ? whole : whole.plusMinutes(1);
  }

  private static LocalDateTime later(LocalDateTime a, LocalDateTime b) {
    return a.isAfter(b) ? a : b;
  }
}
