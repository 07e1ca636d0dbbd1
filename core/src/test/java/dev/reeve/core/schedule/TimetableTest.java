package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private Optional<ZoneId> zone = Optional.empty();
  private Optional<Instant> notBefore = Optional.empty();
  private Optional<Instant> notAfter = Optional.empty();
  private Duration jitter = Duration.ZERO;
  private boolean catchUp;

  @Test
  void theNextRunIsDueStrictlyAfterTheMoment() throws BadCron {
    Timetable table = table("0 * * * *");
    assertThat(table.next(NOON)).contains(at("2026-11-20T13:00:00Z"));
    assertThat(table.next(NOON.minusNanos(1))).contains(at("2026-11-20T12:00:00Z"));
  }

  @Test
  void withoutAZoneTheMachinesCounts() throws BadCron {
    Schedule schedule = Schedule.of(Cron.parse("0 3 * * *"));
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    assertThat(new Timetable(schedule, berlin, new SplittableRandom(1)).next(NOON))
        .contains(at("2026-11-21T02:00:00Z"));
    zone = Optional.of(ZoneId.of("Asia/Kolkata"));
    assertThat(table("0 3 * * *").next(NOON)).contains(at("2026-11-20T21:30:00Z"));
  }

  @Test
  void noRunIsDueBeforeNotBefore() throws BadCron {
    notBefore = Optional.of(NOON.plus(Duration.ofDays(7)));
    assertThat(table("0 * * * *").next(NOON)).contains(at("2026-11-27T12:00:00Z"));
    assertThat(table("30 * * * *").next(NOON)).contains(at("2026-11-27T12:30:00Z"));
    assertThat(table("0 * * * *").next(NOON.plus(Duration.ofDays(7))))
        .contains(at("2026-11-27T13:00:00Z"));
    assertThat(table("0 * * * *").missed(NOON, NOON.plus(Duration.ofDays(6)))).isEmpty();
  }

  @Test
  void theLastRunIsDueAtNotAfter() throws BadCron {
    notAfter = Optional.of(NOON.plus(Duration.ofHours(2)));
    Timetable table = table("0 * * * *");
    assertThat(table.upcoming(NOON, 10))
        .containsExactly(
            Instant.parse("2026-11-20T13:00:00Z"), Instant.parse("2026-11-20T14:00:00Z"));
    assertThat(table.next(NOON.plus(Duration.ofHours(2)))).isEmpty();
    assertThat(table.missed(NOON, NOON.plus(Duration.ofDays(9))).orElseThrow().last())
        .isEqualTo(Instant.parse("2026-11-20T14:00:00Z"));
  }

  @Test
  void theNextRunsAreAsManyAsAskedAndWithoutJitter() throws BadCron {
    jitter = Duration.ofMinutes(10);
    assertThat(table("*/20 * * * *").upcoming(NOON, 3))
        .containsExactly(
            Instant.parse("2026-11-20T12:20:00Z"),
            Instant.parse("2026-11-20T12:40:00Z"),
            Instant.parse("2026-11-20T13:00:00Z"));
    assertThat(table("*/20 * * * *").upcoming(NOON, 0)).isEmpty();
  }

  @Test
  void jitterDelaysTheStartByUpToItselfAndNeverTheDueMoment() throws BadCron {
    jitter = Duration.ofMillis(9);
    Timetable table = table("0 * * * *");
    Set<Long> delays = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Planned planned = table.next(NOON).orElseThrow();
      assertThat(planned.due()).isEqualTo(Instant.parse("2026-11-20T13:00:00Z"));
      delays.add(Duration.between(planned.due(), planned.start()).toMillis());
    }
    assertThat(delays).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void jitterNeverLeadsPastNotAfter() throws BadCron {
    jitter = Duration.ofHours(1);
    notAfter = Optional.of(Instant.parse("2026-11-20T13:00:00.002Z"));
    Timetable table = table("0 * * * *");
    Set<Instant> starts = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      starts.add(table.next(NOON).orElseThrow().start());
    }
    assertThat(starts)
        .containsExactlyInAnyOrder(
            Instant.parse("2026-11-20T13:00:00Z"),
            Instant.parse("2026-11-20T13:00:00.001Z"),
            Instant.parse("2026-11-20T13:00:00.002Z"));
  }

  @Test
  void theSameRandomDrawsTheSameJitter() throws BadCron {
    jitter = Duration.ofHours(1);
    assertThat(table("0 * * * *").next(NOON)).isEqualTo(table("0 * * * *").next(NOON));
  }

  @ParameterizedTest
  @CsvSource({
    // after, up to, first, last, count
    "2026-11-20T12:00:00Z, 2026-11-20T12:59:59Z, , , 0",
    "2026-11-20T12:00:00Z, 2026-11-20T13:00:00Z, 2026-11-20T13:00:00Z, 2026-11-20T13:00:00Z, 1",
    "2026-11-20T12:00:00Z, 2026-11-20T15:30:00Z, 2026-11-20T13:00:00Z, 2026-11-20T15:00:00Z, 3",
    "2026-11-20T12:00:00Z, 2026-11-20T11:00:00Z, , , 0",
    "1996-11-20T12:00:00Z, 2026-11-20T12:00:00Z, 1996-11-20T13:00:00Z, 2026-11-20T12:00:00Z, 1000",
  })
  void whatWasMissedIsToldByItsFirstItsLastAndItsCount(
      Instant after, Instant upTo, Instant first, Instant last, int count) throws BadCron {
    Optional<Missed> missed = table("0 * * * *").missed(after, upTo);
    if (count == 0) {
      assertThat(missed).isEmpty();
    } else {
      assertThat(missed).contains(new Missed(first, last, count));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1 run", "12, 12 runs", "999, 999 runs", "1000, 1000 or more runs"})
  void theCountOfMissedRunsIsSaid(int count, String text) {
    assertThat(new Missed(NOON, NOON, count).text()).isEqualTo(text);
  }

  @Test
  void missedRunsAreMadeUpForByOneThatStartsNow() throws BadCron {
    catchUp = true;
    Instant now = NOON.plus(Duration.ofDays(30)).plusSeconds(17);
    assertThat(table("0 3 * * *").catchUp(NOON, now))
        .contains(new Planned(Instant.parse("2026-12-20T03:00:00Z"), now));
    assertThat(table("0 3 * * *").catchUp(Instant.parse("2026-12-20T03:00:00Z"), now)).isEmpty();
    jitter = Duration.ofMinutes(5);
    assertThat(table("0 3 * * *").catchUp(NOON, now).orElseThrow().start())
        .isBetween(now, now.plus(jitter));
  }

  @Test
  void nothingIsMadeUpForIfTheScheduleDoesNotCatchUp() throws BadCron {
    assertThat(table("0 3 * * *").catchUp(NOON, NOON.plus(Duration.ofDays(30)))).isEmpty();
  }

  @Test
  void nothingIsMadeUpForAfterTheEnd() throws BadCron {
    catchUp = true;
    notAfter = Optional.of(NOON.plus(Duration.ofDays(2)));
    assertThat(table("0 3 * * *").catchUp(NOON, notAfter.get())).isPresent();
    assertThat(table("0 3 * * *").catchUp(NOON, notAfter.get().plusNanos(1))).isEmpty();
  }

  @Test
  void theLastMissedRunIsTheOneThatCountingOneByOneFinds() throws BadCron {
    SplittableRandom random = new SplittableRandom(17);
    RandomCron expressions = new RandomCron(random);
    int compared = 0;
    while (compared < 200) {
      Cron cron;
      try {
        cron = Cron.parse(expressions.next());
      } catch (BadCron e) {
        continue;
      }
      Instant upTo = NOON.plusSeconds(random.nextLong(4 * 24 * 3600));
      Timetable table = new Timetable(Schedule.of(cron), ZoneId.of("Europe/Berlin"), random);
      Instant last = null;
      int count = 0;
      for (Instant due : table.upcoming(NOON, 4 * 24 * 60)) {
        if (due.isAfter(upTo)) {
          break;
        }
        last = due;
        count++;
      }
      Optional<Missed> missed = table.missed(NOON, upTo);
      assertThat(missed.map(Missed::last)).as(cron.toString()).isEqualTo(Optional.ofNullable(last));
      assertThat(missed.map(Missed::count).orElse(0)).isEqualTo(Math.min(count, Missed.MANY));
      compared++;
    }
  }

  @Test
  void aScheduleThatCannotBeIsRefused() throws BadCron {
    Cron cron = Cron.parse("@daily");
    List<Duration> wrong = List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1));
    for (Duration duration : wrong) {
      jitter = duration;
      assertThatThrownBy(() -> schedule(cron, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("jitter must be from 0 to 1d");
    }
    jitter = Duration.ZERO;
    for (Duration duration : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      assertThatThrownBy(() -> schedule(cron, Optional.of(duration)))
          .hasMessage("max_time_per_run must be more than 0; leave it out for no limit");
    }
    notBefore = Optional.of(NOON);
    notAfter = Optional.of(NOON.minusSeconds(1));
    assertThatThrownBy(() -> schedule(cron, Optional.empty()))
        .hasMessage("not_after (2026-11-20T11:59:59Z) is before not_before (2026-11-20T12:00:00Z)");
  }

  @Test
  void aScheduleOfACronExpressionAloneHasTheDefaults() throws BadCron {
    Schedule schedule = Schedule.of(Cron.parse("@daily"));
    assertThat(schedule).isEqualTo(schedule(Cron.parse("@daily"), Optional.empty()));
    assertThat(schedule.overlap()).isEqualTo(Overlap.SKIP);
  }

  private static Planned at(String due) {
    return new Planned(Instant.parse(due), Instant.parse(due));
  }

  private Timetable table(String cron) throws BadCron {
    return new Timetable(
        schedule(Cron.parse(cron), Optional.of(Duration.ofHours(1))),
        ZoneOffset.UTC,
        new SplittableRandom(1));
  }

  private Schedule schedule(Cron cron, Optional<Duration> maxTimePerRun) {
    return new Schedule(
        cron, zone, notBefore, notAfter, maxTimePerRun, Overlap.SKIP, catchUp, jitter);
  }
}
