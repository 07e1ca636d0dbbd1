package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import dev.reeve.core.schedule.BadCron;
import dev.reeve.core.schedule.Cron;
import dev.reeve.core.schedule.Overlap;
import dev.reeve.core.schedule.Schedule;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type of {@code schedule}: a cron expression, or a map with more. */
final class ScheduleType implements FieldType<Optional<Schedule>> {
  private static final String CRON = "cron";
  private static final String TIMEZONE = "timezone";
  private static final String NOT_BEFORE = "not_before";
  private static final String NOT_AFTER = "not_after";
  private static final String MAX_TIME = "max_time_per_run";
  private static final String OVERLAP = "overlap";
  private static final String CATCH_UP = "catch_up";
  private static final String JITTER = "jitter";
  private static final List<String> KEYS =
      List.of(CRON, TIMEZONE, NOT_BEFORE, NOT_AFTER, MAX_TIME, OVERLAP, CATCH_UP, JITTER);

  private static final FieldType<Cron> EXPRESSION =
      FieldTypes.scalar("cron expression", ScheduleType::cron, Cron::toString);
  private static final FieldType<ZoneId> ZONE =
      FieldTypes.scalar("time zone", ScheduleType::zone, ZoneId::getId);
  private static final FieldType<Overlap> WHEN_LATE = FieldTypes.choice(Overlap.class);

  @Override
  public String label() {
    return "cron expression, or {cron, timezone, not_before, not_after, max_time_per_run, overlap,"
        + " catch_up, jitter}";
  }

  @Override
  public Optional<Schedule> read(Object tree, Path base) throws Unreadable {
    if (!(tree instanceof Map<?, ?> map)) {
      String text = scalar(tree, "cron expression");
      return text.equals("none") ? Optional.empty() : Optional.of(Schedule.of(cron(text)));
    }
    Options options = new Options(map, KEYS, base);
    if (!options.has(CRON)) {
      throw new Unreadable("needs 'cron', such as '0 3 * * *'");
    }
    ZoneId machine = ZoneId.systemDefault();
    Optional<ZoneId> zone =
        options.has(TIMEZONE)
            ? Optional.of(options.get(TIMEZONE, ZONE, machine))
            : Optional.empty();
    ZoneId meant = zone.orElse(machine);
    try {
      return Optional.of(
          new Schedule(
              options.get(CRON, EXPRESSION, Cron.parse("@yearly")),
              zone,
              moment(options, NOT_BEFORE, meant, LocalTime.MIN),
              moment(options, NOT_AFTER, meant, LocalTime.of(23, 59, 59)),
              options.has(MAX_TIME)
                  ? Optional.of(options.positive(MAX_TIME, Duration.ofDays(1)))
                  : Optional.empty(),
              options.get(OVERLAP, WHEN_LATE, Overlap.SKIP),
              options.get(CATCH_UP, FieldTypes.YES_NO, false),
              options.get(JITTER, FieldTypes.DURATION, Duration.ZERO)));
    } catch (IllegalArgumentException e) {
      throw new Unreadable("has values that contradict each other: " + e.getMessage());
    } catch (BadCron e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cron cron(String text) throws Unreadable {
    try {
      return Cron.parse(text);
    } catch (BadCron e) {
      throw new Unreadable("is not a cron expression: " + e.reason());
    }
  }

  private static ZoneId zone(String text) throws Unreadable {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new Unreadable(
          "is not a time zone: '"
              + text
              + "'"
              + Names.didYouMean(text, ZoneId.getAvailableZoneIds()));
    }
  }

  private static Optional<Instant> moment(Options options, String key, ZoneId zone, LocalTime ofDay)
      throws Unreadable {
    String text = options.get(key, FieldTypes.TEXT, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (text.length() <= 10) {
        return Optional.of(LocalDate.parse(text).atTime(ofDay).atZone(zone).toInstant());
      }
      String iso = text.replace(' ', 'T').replace('_', 'T');
      boolean hasZone = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
      return Optional.of(
          hasZone
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).atZone(zone).toInstant());
    } catch (DateTimeParseException e) {
      throw new Unreadable(
              "must be a day such as 2026-12-31, or a time such as 2026-12-31T18:00:00Z, not '"
                  + text
                  + "'")
          .below(key);
    }
  }

  @Override
  public Object write(Optional<Schedule> value) {
    if (value.isEmpty()) {
      return "none";
    }
    Schedule schedule = value.get();
    if (schedule.equals(Schedule.of(schedule.cron()))) {
      return schedule.cron().toString();
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(CRON, schedule.cron().toString());
    schedule.zone().ifPresent(zone -> tree.put(TIMEZONE, zone.getId()));
    schedule.notBefore().ifPresent(at -> tree.put(NOT_BEFORE, at.toString()));
    schedule.notAfter().ifPresent(at -> tree.put(NOT_AFTER, at.toString()));
    schedule.maxTimePerRun().ifPresent(time -> tree.put(MAX_TIME, Durations.format(time)));
    if (schedule.overlap() != Overlap.SKIP) {
      tree.put(OVERLAP, FieldTypes.word(schedule.overlap()));
    }
    if (schedule.catchUp()) {
      tree.put(CATCH_UP, true);
    }
    Options.put(tree, JITTER, schedule.jitter(), Duration.ZERO);
    return tree;
  }
}
