package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Changes of the clock all over the world, compared with what Vixie's cron does minute by minute
 * (the main loop of cron.c: a virtual clock that follows the wall clock, and four kinds of jumps).
 * Two runs at one moment count as one: that is where we differ on purpose.
 */
class VixieClockTest {
  private static final int CHANGES = Integer.getInteger("reeve.cron.changes", 2_000);
  private static final Duration AROUND = Duration.ofHours(30);
  private static final Instant FIRST = Instant.parse("1975-01-01T00:00:00Z");
  private static final long SECONDS = 70L * 365 * 24 * 3600;

  @Test
  void aroundRandomChangesOfTheClockRunsAreThoseOfVixiesCron() throws BadCron {
    SplittableRandom random = new SplittableRandom(11);
    List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    int compared = 0;
    int gaps = 0;
    int corrections = 0;
    while (compared < CHANGES) {
      ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
      ZoneOffsetTransition change =
          zone.getRules().nextTransition(FIRST.plusSeconds(random.nextLong(SECONDS)));
      if (change == null || !isComparable(change)) {
        continue;
      }
      String text = expression(change, random);
      Instant start = change.getInstant().minus(AROUND);
      Instant end = change.getInstant().plus(AROUND);
      assertThat(found(Cron.parse(text), zone, start, end))
          .as("%s in %s around %s", text, zone, change)
          .isEqualTo(vixie(new NaiveCron(text), zone, start, end));
      compared++;
      gaps += change.isGap() ? 1 : 0;
      corrections += change.getDuration().abs().compareTo(Duration.ofHours(3)) > 0 ? 1 : 0;
    }
    assertThat(gaps).isBetween(CHANGES / 4, CHANGES * 3 / 4);
    assertThat(corrections).isPositive();
  }

  /**
   * Offsets with seconds begin no minute with us. And a change by exactly three hours, which
   * cron(8) leaves open, is a correction to cron.c only if it is forward; to us it always is.
   */
  private static boolean isComparable(ZoneOffsetTransition change) {
    return change.getOffsetBefore().getTotalSeconds() % 60 == 0
        && change.getOffsetAfter().getTotalSeconds() % 60 == 0
        && !change.getDuration().abs().equals(Duration.ofHours(3));
  }

  /** Often with an hour that is skipped or repeated. */
  private static String expression(ZoneOffsetTransition change, SplittableRandom random) {
    int low = change.getDateTimeBefore().minusHours(2).getHour();
    int hour = (low + random.nextInt(5)) % 24;
    String minutes =
        switch (random.nextInt(6)) {
          case 0 -> "*";
          case 1 -> "*/" + random.nextInt(1, 31);
          case 2 -> "0";
          case 3 -> "0/" + random.nextInt(5, 31);
          case 4 -> random.nextInt(30) + "-" + random.nextInt(30, 60) + "/7";
          default -> "" + random.nextInt(60);
        };
    String hours =
        switch (random.nextInt(5)) {
          case 0 -> "*";
          case 1 -> "*/2";
          case 2 -> "0-23";
          case 3 -> hour + "," + (hour + 1) % 24;
          default -> "" + hour;
        };
    LocalDateTime before = change.getDateTimeBefore();
    String days =
        switch (random.nextInt(6)) {
          case 0 -> before.getDayOfMonth() + " " + before.getMonthValue() + " *";
          case 1 -> "* * " + before.getDayOfWeek().getValue();
          case 2 ->
              before.getDayOfMonth() + " * " + change.getDateTimeAfter().getDayOfWeek().getValue();
          default -> "* * *";
        };
    return minutes + " " + hours + " " + days;
  }

  private static List<Instant> found(Cron cron, ZoneId zone, Instant after, Instant upTo) {
    Occurrences occurrences = new Occurrences(cron, zone);
    List<Instant> found = new ArrayList<>();
    Instant next = occurrences.after(after);
    while (!next.isAfter(upTo)) {
      found.add(next);
      // A question from between two runs has the same answer as one from the first.
      Instant between = next.plusSeconds(30);
      next = occurrences.after(next);
      assertThat(occurrences.after(between)).isEqualTo(next);
    }
    return found;
  }

  /** The virtual clock of cron.c. */
  private static List<Instant> vixie(NaiveCron cron, ZoneId zone, Instant after, Instant upTo) {
    Set<Instant> runs = new TreeSet<>();
    long virtual = wallMinute(after, zone);
    for (Instant now = after.plusSeconds(60); !now.isAfter(upTo); now = now.plusSeconds(60)) {
      long wall = wallMinute(now, zone);
      long jump = wall - virtual;
      if (jump == 1 || Math.abs(jump) > 180) {
        run(cron, wall, true, true, now, runs);
        virtual = wall;
      } else if (jump > 5) {
        run(cron, wall, true, false, now, runs);
        while (virtual < wall) {
          run(cron, ++virtual, false, true, now, runs);
        }
      } else if (jump > 0) {
        while (virtual < wall) {
          run(cron, ++virtual, true, true, now, runs);
        }
      } else {
        run(cron, wall, true, false, now, runs);
      }
    }
    return List.copyOf(runs);
  }

  private static void run(
      NaiveCron cron, long wall, boolean wild, boolean fixed, Instant now, Set<Instant> runs) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(wall * 60, 0, ZoneOffset.UTC);
    if ((cron.wildcard() ? wild : fixed) && cron.matches(time)) {
      runs.add(now);
    }
  }

  private static long wallMinute(Instant now, ZoneId zone) {
    return Math.floorDiv(
        now.getEpochSecond() + zone.getRules().getOffset(now).getTotalSeconds(), 60);
  }
}
