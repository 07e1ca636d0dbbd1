package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.core.spec.Durations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The schedule of a definition of processmaster. Its days of the week are 1 for Sunday to 7 for
 * Saturday, and a day of the month beside a day of the week means both at once, where cron means
 * either; times are those of the machine.
 */
final class ProcessmasterSchedule {
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[ _](\\d{1,2}):(\\d{1,2}):(\\d{1,2}))?");
  private static final Pattern LENGTH =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{0,6})?)\\s*(ms|s|m|h)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

  private ProcessmasterSchedule() {}

  static void translate(Sketch sketch, Node.Entries process) {
    Optional<Node.Entry> schedule = ProcessmasterService.present(process, "schedule");
    if (schedule.isEmpty()) {
      for (String key : List.of("not_before", "not_after", "max_time_per_run")) {
        ProcessmasterService.present(process, key)
            .ifPresent(entry -> sketch.ignored(entry.at(), key, "there is no 'schedule'"));
      }
      return;
    }
    Node.Entry cron = schedule.get();
    String text = Trees.text(cron.value()).orElse("");
    sketch.put(cron, "schedule.cron", cron(sketch, cron, text.strip()));
    moment(sketch, process, "not_before", LocalTime.MIN);
    moment(sketch, process, "not_after", LocalTime.of(23, 59, 59, 999_000_000));
    ProcessmasterService.present(process, "max_time_per_run")
        .ifPresent(entry -> length(sketch, entry));
    sketch.byDefault("schedule.overlap", "skip").byDefault("schedule.catch_up", "false");
    if (!Sketch.isKnown("schedule.cron")) {
      sketch
          .put(cron, "restart.policy", "never")
          .warn(cron.at(), "runs once when it is started, because it has no schedule");
    }
  }

  private static String cron(Sketch sketch, Node.Entry entry, String text) {
    if (text.startsWith("@")) {
      return text;
    }
    List<String> fields = new ArrayList<>(List.of(text.split("\\s+", -1)));
    if (fields.size() == 6 || fields.size() == 7) {
      String seconds = fields.removeFirst();
      if (!seconds.matches("0{1,2}")) {
        sketch.warn(entry.at(), "'schedule' runs at full minutes: its field of seconds is ignored");
      }
      if (fields.size() == 6) {
        String year = fields.removeLast();
        if (!year.equals("*")) {
          sketch.warn(entry.at(), "'schedule' runs in every year: its field of years is ignored");
        }
      }
    }
    if (fields.size() != 5) {
      return text; // the reader of schedules says what is wrong with it
    }
    if (isRestricted(fields.get(2)) && isRestricted(fields.get(4))) {
      sketch.warn(
          entry.at(),
          "'schedule' has a day of the month and a day of the week: processmaster runs it when both"
              + " are right, Reeve when one is");
    }
    fields.set(4, weekdays(sketch, entry, fields.get(4)));
    fields.replaceAll(field -> field.equals("?") ? "*" : field);
    return String.join(" ", fields);
  }

  private static boolean isRestricted(String field) {
    return !field.startsWith("*") && !field.equals("?");
  }

  /** Days of the week as cron counts them: 0 for Sunday to 6 for Saturday. */
  private static String weekdays(Sketch sketch, Node.Entry entry, String field) {
    StringBuilder out = new StringBuilder();
    Matcher number = NUMBER.matcher(field);
    int end = 0;
    while (number.find()) {
      out.append(field, end, number.start());
      end = number.end();
      int n = Integer.parseInt(number.group());
      boolean step = number.start() > 0 && field.charAt(number.start() - 1) == '/';
      if (!step && (n < 1 || n > 7)) {
        sketch.problem(
            entry.value().at(),
            "'schedule': days of the week are 1 (Sunday) to 7 (Saturday) in processmaster, not "
                + n);
      }
      out.append(step ? n : n - 1);
    }
    return out.append(field, end, field.length()).toString();
  }

  private static void moment(
      Sketch sketch, Node.Entries process, String key, LocalTime whenOnlyDate) {
    ProcessmasterService.present(process, key)
        .ifPresent(entry -> {
          String text = Trees.text(entry.value()).orElse("").strip();
          Matcher matcher = TIME.matcher(text);
          try {
            if (matcher.matches()) {
              LocalDate date = LocalDate.of(part(matcher, 1), part(matcher, 2), part(matcher, 3));
              LocalTime time =
                  matcher.group(4) == null
                      ? whenOnlyDate
                      : LocalTime.of(part(matcher, 4), part(matcher, 5), part(matcher, 6));
              // With seconds even if they are 0: java.time would leave them out.
              String millis = time.getNano() == 0 ? "" : ".999";
              sketch.put(
                  entry,
                  "schedule." + key,
                  "%sT%02d:%02d:%02d%s"
                      .formatted(date, time.getHour(), time.getMinute(), time.getSecond(), millis));
              return;
            }
          } catch (DateTimeException e) {
            // said below
          }
          sketch.problem(
              entry.value().at(),
              "'" + key + "' must be YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, not '" + text + "'");
        });
  }

  private static int part(Matcher matcher, int group) {
    return Integer.parseInt(String.valueOf(matcher.group(group)));
  }

  private static void length(Sketch sketch, Node.Entry entry) {
    String text = Trees.text(entry.value()).orElse("").strip().toLowerCase(Locale.ROOT);
    Matcher matcher = LENGTH.matcher(text);
    if (text.isEmpty() || text.equals("never")) {
      return;
    }
    if (!matcher.matches()) {
      sketch.problem(
          entry.value().at(),
          "'max_time_per_run' must be a number with ms, s, m or h, or never, not '" + text + "'");
      return;
    }
    long unit = MILLIS.getOrDefault(String.valueOf(matcher.group(2)), 1L);
    BigDecimal millis =
        new BigDecimal(String.valueOf(matcher.group(1))).multiply(BigDecimal.valueOf(unit));
    sketch.put(
        entry,
        "schedule.max_time_per_run",
        Durations.format(Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue())));
  }
}
