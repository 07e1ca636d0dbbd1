package dev.reeve.logs;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A time that is read token by token, see {@link dev.reeve.core.spec.LineTemplate}. */
final class HeadTime {
  private final ZoneId zone;
  private final Map<Character, Long> values = new HashMap<>();

  HeadTime(ZoneId zone) {
    this.zone = zone;
  }

  /** Forgets what was read. */
  void clear() {
    values.clear();
  }

  /** Reads a token; where it ends, -1 when it is not here. */
  int token(char token, byte[] in, int at, int to) {
    return switch (token) {
      case 'Y' -> number(token, 4, in, at, to);
      case 'y', 'm', 'd', 'H', 'I', 'M', 'S' -> number(token, 2, in, at, to);
      case 'e' ->
          at + 1 < to && in[at] == ' '
              ? number('d', 1, in, at + 1, to)
              : number('d', 2, in, at, to);
      case 'j', 'L' -> number(token, 3, in, at, to);
      case 'u' -> number(token, 1, in, at, to);
      case 'f' -> number(token, 6, in, at, to);
      case 's' -> epoch(in, at, to);
      case 'p' -> word(token, new String[] {"AM", "PM"}, in, at, to);
      case 'b', 'h' -> word('m', months(TextStyle.SHORT), in, at, to);
      case 'B' -> word('m', months(TextStyle.FULL), in, at, to);
      case 'a' -> word('u', days(TextStyle.SHORT), in, at, to);
      case 'A' -> word('u', days(TextStyle.FULL), in, at, to);
      case 'z' -> offset(in, at, to);
      case 'Z' -> abbreviation(in, at, to);
      default -> -1;
    };
  }

  /**
   * What was read, in milliseconds since 1970; {@link StampParser#NONE} without a day.
   *
   * @throws java.time.DateTimeException if there is no such day or time
   */
  long millis() {
    long fraction = values.containsKey('L') ? value('L', 0) : value('f', 0) / 1000;
    if (values.containsKey('s')) {
      return value('s', 0) * 1000 + fraction;
    }
    boolean year = values.containsKey('Y') || values.containsKey('y');
    boolean inMonth = values.containsKey('m') && values.containsKey('d');
    if (!year || !(inMonth || values.containsKey('j'))) {
      return StampParser.NONE;
    }
    int y = (int) value('Y', 2000 + value('y', 0));
    LocalDate date =
        inMonth
            ? LocalDate.of(y, (int) value('m', 1), (int) value('d', 1))
            : LocalDate.ofYearDay(y, (int) value('j', 1));
    long hour = value('H', value('I', 0) % 12 + 12 * Math.max(0, value('p', 1) - 1));
    LocalTime time = LocalTime.of((int) hour, (int) value('M', 0), (int) value('S', 0));
    LocalDateTime local = LocalDateTime.of(date, time);
    long seconds =
        values.containsKey('z')
            ? local.toEpochSecond(ZoneOffset.UTC) - value('z', 0) * 60
            : local.atZone(zone).toEpochSecond();
    return seconds * 1000 + fraction;
  }

  private long value(char token, long fallback) {
    return values.getOrDefault(token, fallback);
  }

  private int number(char token, int digits, byte[] in, int at, int to) {
    if (at + digits > to) {
      return -1;
    }
    long number = 0;
    for (int i = at; i < at + digits; i++) {
      if (in[i] < '0' || in[i] > '9') {
        return -1;
      }
      number = number * 10 + (in[i] - '0');
    }
    values.put(token, number);
    return at + digits;
  }

  private int epoch(byte[] in, int at, int to) {
    int end = at;
    while (end < to && end < at + 12 && in[end] >= '0' && in[end] <= '9') {
      end++;
    }
    return end == at ? -1 : number('s', end - at, in, at, to);
  }

  private int word(char token, String[] words, byte[] in, int at, int to) {
    for (int i = 0; i < words.length; i++) {
      int end = HeadParser.text(words[i].getBytes(StandardCharsets.UTF_8), in, at, to);
      if (end >= 0) {
        values.put(token, i + 1L);
        return end;
      }
    }
    return -1;
  }

  private int offset(byte[] in, int at, int to) {
    if (at >= to || (in[at] != '+' && in[at] != '-')) {
      return -1;
    }
    int end = number('z', 4, in, at + 1, to);
    if (end >= 0) {
      long amount = value('z', 0) / 100 * 60 + value('z', 0) % 100;
      values.put('z', in[at] == '-' ? -amount : amount);
    }
    return end;
  }

  private static int abbreviation(byte[] in, int from, int to) {
    int at = from;
    while (at < to
        && in[at] > ' '
        && (Character.isLetterOrDigit(in[at]) || "+-:".indexOf(in[at]) >= 0)) {
      at++;
    }
    return at == from ? -1 : at;
  }

  private static String[] months(TextStyle style) {
    String[] names = new String[12];
    for (Month month : Month.values()) {
      names[month.getValue() - 1] = month.getDisplayName(style, Locale.ENGLISH);
    }
    return names;
  }

  private static String[] days(TextStyle style) {
    String[] names = new String[7];
    for (DayOfWeek day : DayOfWeek.values()) {
      names[day.getValue() - 1] = day.getDisplayName(style, Locale.ENGLISH);
    }
    return names;
  }
}
