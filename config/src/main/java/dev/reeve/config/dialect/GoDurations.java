package dev.reeve.config.dialect;

import dev.reeve.core.spec.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1.5s 2h45m 300ms 10us} (package time, ParseDuration). */
final class GoDurations {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{0,12})?|\\.\\d{1,12})(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, BigDecimal> MILLIS =
      Map.of(
          "ns",
          new BigDecimal("0.000001"),
          "us",
          new BigDecimal("0.001"),
          "µs",
          new BigDecimal("0.001"),
          "μs",
          new BigDecimal("0.001"),
          "ms",
          BigDecimal.ONE,
          "s",
          BigDecimal.valueOf(1000),
          "m",
          BigDecimal.valueOf(60_000),
          "h",
          BigDecimal.valueOf(3_600_000));

  private GoDurations() {}

  /** The same as a native duration, rounded up to milliseconds; nothing if it is none. */
  static Optional<String> nativeText(String text) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    if (digits.equals("0")) {
      return Optional.of("0s");
    }
    if (digits.length() > 100) {
      return Optional.empty();
    }
    Matcher part = PART.matcher(digits);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      BigDecimal unit = MILLIS.getOrDefault(String.valueOf(part.group(2)), BigDecimal.ONE);
      sum = sum.add(new BigDecimal(String.valueOf(part.group(1))).multiply(unit));
      end = part.end();
    }
    return end == 0 || end != digits.length()
        ? Optional.empty()
        : Optional.of(
            Durations.format(Duration.ofMillis(sum.setScale(0, RoundingMode.CEILING).longValue())));
  }
}
