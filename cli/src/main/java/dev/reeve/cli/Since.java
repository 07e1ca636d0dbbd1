package dev.reeve.cli;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Unreadable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * A moment in the past as people name it: {@code 10m}, {@code today}, {@code yesterday}, {@code
 * 14:30} (the latest one), {@code 2026-11-20}, {@code 2026-11-20 14:30}, or RFC 3339.
 */
final class Since {
  static final Opt OPTION =
      Opt.value("--since", "TIME", "only from then on: 10m, today, 14:30, 2026-11-20, or RFC 3339");

  private Since() {}

  /**
   * The value of {@code --since} as RFC 3339; empty if it is not given.
   *
   * @throws Complaint if it names no moment
   */
  static String of(Call call) throws Complaint {
    Optional<String> given = call.arguments.value(OPTION);
    if (given.isEmpty()) {
      return "";
    }
    return parse(given.get().strip(), call.now(), call.zone())
        .map(Instant::toString)
        .orElseThrow(() ->
            call.arguments.complaint(
                "--since '"
                    + Clean.line(given.get())
                    + "' is not a time; write it like 10m, today, 14:30, 2026-11-20 or"
                    + " 2026-11-20T14:30:00Z"));
  }

  static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
    ZonedDateTime here = now.atZone(zone);
    if (text.equals("today")) {
      return Optional.of(here.toLocalDate().atStartOfDay(zone).toInstant());
    }
    if (text.equals("yesterday")) {
      return Optional.of(here.toLocalDate().minusDays(1).atStartOfDay(zone).toInstant());
    }
    try {
      return Optional.of(now.minus(Durations.parse(text)));
    } catch (Unreadable | ArithmeticException | DateTimeException e) {
      return moment(text, here);
    }
  }

  private static Optional<Instant> moment(String text, ZonedDateTime here) {
    ZoneId zone = here.getZone();
    try {
      if (text.indexOf('-') < 0) {
        ZonedDateTime today = here.toLocalDate().atTime(LocalTime.parse(text)).atZone(zone);
        return Optional.of((today.isAfter(here) ? today.minusDays(1) : today).toInstant());
      }
      if (text.length() <= 10) {
        return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
      }
      String moment = text.replace(' ', 'T');
      boolean zoned =
          moment.endsWith("Z") || moment.lastIndexOf('+') > 10 || moment.lastIndexOf('-') > 10;
      return Optional.of(
          zoned
              ? OffsetDateTime.parse(moment).toInstant()
              : LocalDateTime.parse(moment).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
