package dev.reeve.core.schedule;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression: which minutes of the wall clock are chosen. Fields and nicknames as in
 * crontab(5) of Vixie's cron:
 *
 * <ul>
 *   <li>minute 0–59, hour 0–23, day of month 1–31, month 1–12 or names, day of week 0–7 or names (0
 *       and 7 are Sunday); names are the first three letters or the whole word, in any case
 *   <li>in each field {@code *}, values, ranges {@code a-b}, lists {@code a,b}, steps {@code
 *       *}{@code /n}, {@code a-b/n}, and {@code a/n} for from a to the end
 *   <li>{@code @hourly @daily @midnight @weekly @monthly @yearly @annually}
 *   <li>if both day of month and day of week are restricted, a day is chosen by either; a field
 *       that begins with {@code *}, such as {@code *}{@code /2}, counts as not restricted, and then
 *       both must choose the day
 * </ul>
 *
 * Two expressions are equal if they are written the same.
 */
public final class Cron {
  /** Leap days are 8 years apart at most, on a given day of the week 40 years (2072 to 2112). */
  private static final int MOST_YEARS = 41;

  private final String text;
  private final long minutes;
  private final long hours;
  private final long daysOfMonth;
  private final long months;

  /** Bit 0 for Sunday to bit 6, and the same again for each week up to day 37 of a month. */
  private final long weekdays;

  private final boolean eitherDay;
  private final boolean wildcard;

  Cron(
      String text,
      FieldReader.Values minute,
      FieldReader.Values hour,
      FieldReader.Values dayOfMonth,
      FieldReader.Values month,
      FieldReader.Values dayOfWeek) {
    this.text = text;
    this.minutes = minute.bits();
    this.hours = hour.bits();
    this.daysOfMonth = dayOfMonth.bits();
    this.months = month.bits();
    long week = (dayOfWeek.bits() | dayOfWeek.bits() >> 7) & 0x7f;
    this.weekdays = week * 0b1_0000001_0000001_0000001_0000001_0000001L;
    this.eitherDay = !dayOfMonth.star() && !dayOfWeek.star();
    this.wildcard = minute.star() || hour.star();
  }

  private Cron(Cron other, String text) {
    this.text = text;
    this.minutes = other.minutes;
    this.hours = other.hours;
    this.daysOfMonth = other.daysOfMonth;
    this.months = other.months;
    this.weekdays = other.weekdays;
    this.eitherDay = other.eitherDay;
    this.wildcard = other.wildcard;
  }

  /**
   * Reads an expression; blanks around it do not matter.
   *
   * @throws BadCron if it is none, or one that never happens ({@code 0 0 30 2 *})
   */
  public static Cron parse(String text) throws BadCron {
    return CronReader.read(text);
  }

  /** The same times, written otherwise. */
  Cron written(String other) {
    return new Cron(this, other);
  }

  /**
   * Whether the minute or hour begins with {@code *}. Such a job goes by the wall clock as it
   * comes; others are of a fixed time, which matters where clocks are changed: see {@link
   * Occurrences}.
   */
  public boolean wildcard() {
    return wildcard;
  }

  /** Whether the minute that begins at this time of the wall clock is chosen. */
  public boolean matches(LocalDateTime time) {
    return has(months, time.getMonthValue())
        && has(days(time.getYear(), time.getMonthValue()), time.getDayOfMonth())
        && has(hours, time.getHour())
        && has(minutes, time.getMinute());
  }

  /**
   * Whether there is any day that is chosen. Every date falls on every day of the week some year.
   */
  boolean happens() {
    if (eitherDay) {
      return true;
    }
    for (int month = 1; month <= 12; month++) {
      int longest = YearMonth.of(2000, month).lengthOfMonth(); // a leap year
      if (has(months, month) && (daysOfMonth & upTo(longest)) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first chosen minute that is not before a time.
   *
   * @param from a whole minute
   */
  LocalDateTime atOrAfter(LocalDateTime from) {
    int year = from.getYear();
    int month = from.getMonthValue();
    int day = from.getDayOfMonth();
    if (has(months, month) && has(days(year, month), day)) {
      int minute = next(minutes, from.getMinute());
      int hour = next(hours, minute < 0 ? from.getHour() + 1 : from.getHour());
      if (hour >= 0) {
        boolean now = hour == from.getHour();
        return LocalDateTime.of(year, month, day, hour, now ? minute : first(minutes));
      }
    }
    day++;
    for (int last = year + MOST_YEARS; year <= last; year++) {
      for (; month <= 12; month++) {
        int chosen = has(months, month) ? next(days(year, month), day) : -1;
        if (chosen >= 0) {
          return LocalDateTime.of(year, month, chosen, first(hours), first(minutes));
        }
        day = 1;
      }
      month = 1;
    }
    throw new IllegalStateException(text + " has no time after " + from);
  }

  /** The chosen days of a month, bit n for day n. */
  private long days(int year, int month) {
    LocalDate first = LocalDate.of(year, month, 1);
    // Bit 0 of the shifted weeks is day 1 of the month.
    long byWeek = (weekdays >> (first.getDayOfWeek().getValue() % 7)) << 1;
    long chosen = eitherDay ? daysOfMonth | byWeek : daysOfMonth & byWeek;
    return chosen & upTo(first.lengthOfMonth());
  }

  /** Bits 1 to n. */
  private static long upTo(int n) {
    return (1L << (n + 1)) - 2;
  }

  private static boolean has(long bits, int value) {
    return ((bits >> value) & 1) != 0;
  }

  private static int first(long bits) {
    return Long.numberOfTrailingZeros(bits);
  }

  /** The first value from the given one (at most 63) on, or -1. */
  private static int next(long bits, int from) {
    long rest = bits & -1L << from;
    return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
  }

  /** The text as it was written, without blanks around it. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cron cron && cron.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
