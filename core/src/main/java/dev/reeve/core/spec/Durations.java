package dev.reeve.core.spec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms 5s 1m30s 2h 7d}. */
public final class Durations {
  private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  /** So that sums and multiples of them are still numbers of nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private Durations() {}

  /**
   * Reads a duration; {@code 0} needs no unit.
   *
   * @throws Unreadable if it is not one
   */
  public static Duration parse(String text) throws Unreadable {
    String trimmed = text.strip();
    if (trimmed.equals("0")) {
      return Duration.ZERO;
    }
    Matcher part = PART.matcher(trimmed);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end && sum.compareTo(LONGEST) <= 0) {
      long n = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(n);
                case "s" -> Duration.ofSeconds(n);
                case "m" -> Duration.ofMinutes(n);
                case "h" -> Duration.ofHours(n);
                default -> Duration.ofDays(n);
              });
      end = part.end();
    }
    if (sum.compareTo(LONGEST) <= 0 && (end == 0 || end != trimmed.length())) {
      throw new Unreadable("is not a duration: write it like 500ms, 5s, 1m30s, 2h or 7d");
    }
    if (sum.compareTo(LONGEST) > 0) {
      throw new Unreadable("is too long: the longest duration is 3650d");
    }
    return sum;
  }

  /** The shortest text that {@link #parse} reads as the same duration. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    append(text, millis / 86_400_000, "d");
    append(text, millis / 3_600_000 % 24, "h");
    append(text, millis / 60_000 % 60, "m");
    append(text, millis / 1000 % 60, "s");
    append(text, millis % 1000, "ms");
    return text.toString();
  }

  private static void append(StringBuilder text, long n, String unit) {
    if (n > 0) {
      text.append(n).append(unit);
    }
  }
}
