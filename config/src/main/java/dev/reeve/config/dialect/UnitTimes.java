package dev.reeve.config.dialect;

import dev.reeve.core.spec.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as systemd.time(7) describes them: {@code 90}, {@code 1min 30s}, {@code 50ms}. */
final class UnitTimes {
  /** For ever, as far as durations of Reeve go. */
  private static final Duration FOR_EVER = Duration.ofDays(3650);

  private static final Pattern PART = Pattern.compile("(\\d{1,9})(\\.\\d{1,6})?\\s*([a-zµμ]*)\\s*");

  private static final Map<String, Long> MICROS =
      Map.ofEntries(
          Map.entry("us", 1L),
          Map.entry("usec", 1L),
          Map.entry("µs", 1L),
          Map.entry("ms", 1000L),
          Map.entry("msec", 1000L),
          Map.entry("", 1_000_000L),
          Map.entry("s", 1_000_000L),
          Map.entry("sec", 1_000_000L),
          Map.entry("second", 1_000_000L),
          Map.entry("seconds", 1_000_000L),
          Map.entry("m", 60_000_000L),
          Map.entry("min", 60_000_000L),
          Map.entry("minute", 60_000_000L),
          Map.entry("minutes", 60_000_000L),
          Map.entry("h", 3_600_000_000L),
          Map.entry("hr", 3_600_000_000L),
          Map.entry("hour", 3_600_000_000L),
          Map.entry("hours", 3_600_000_000L),
          Map.entry("d", 86_400_000_000L),
          Map.entry("day", 86_400_000_000L),
          Map.entry("days", 86_400_000_000L),
          Map.entry("w", 604_800_000_000L),
          Map.entry("week", 604_800_000_000L),
          Map.entry("weeks", 604_800_000_000L));

  private UnitTimes() {}

  /** The time as a duration; nothing if it is none. */
  static Optional<Duration> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("infinity")) {
      return Optional.of(FOR_EVER);
    }
    Matcher part = PART.matcher(trimmed);
    double micros = 0;
    int end = 0;
    while (end < trimmed.length() && part.find(end) && part.start() == end) {
      Long unit = MICROS.get(String.valueOf(part.group(3)));
      if (unit == null) {
        return Optional.empty();
      }
      String fraction = part.group(2) == null ? "" : part.group(2);
      micros += Double.parseDouble(part.group(1) + fraction) * unit;
      end = part.end();
    }
    if (end == 0 || end != trimmed.length()) {
      return Optional.empty();
    }
    // Reeve counts milliseconds; what is shorter than one is one.
    Duration duration = Duration.ofMillis((long) Math.ceil(micros / 1000));
    return Optional.of(duration.compareTo(FOR_EVER) > 0 ? FOR_EVER : duration);
  }

  /** As Reeve writes it; any other text as it is, for the reader to judge. */
  static String text(String text) {
    return parse(text).map(Durations::format).orElse(text);
  }

  static boolean isForEver(String text) {
    return parse(text).filter(FOR_EVER::equals).isPresent();
  }
}
