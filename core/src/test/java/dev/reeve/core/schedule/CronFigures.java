package dev.reeve.core.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;

/** Prints how long the calculations take here. Run by hand; nothing is asserted. */
final class CronFigures {
  private static final int ASKED = 200_000;
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private CronFigures() {}

  public static void main(String[] arguments) throws BadCron {
    for (int round = 1; round <= 3; round++) {
      System.out.println("round " + round);
      for (String cron :
          new String[] {
            "* * * * *", "*/5 * * * *", "30 2 * * *", "30 2 1 * mon", "0 0 29 2 *", "0 0 29 2 */7"
          }) {
        next(cron, ZoneId.of("UTC"));
        next(cron, ZoneId.of("Europe/Berlin"));
      }
      parse();
      missed();
    }
  }

  private static void next(String text, ZoneId zone) throws BadCron {
    Occurrences occurrences = new Occurrences(Cron.parse(text), zone);
    SplittableRandom random = new SplittableRandom(1);
    long began = System.nanoTime();
    long sum = 0;
    for (int i = 0; i < ASKED; i++) {
      sum += occurrences.after(NOON.plusSeconds(random.nextInt(100_000_000))).getEpochSecond();
    }
    print("next of '%s' in %s (%x)".formatted(text, zone, sum), began, ASKED);
  }

  private static void parse() throws BadCron {
    long began = System.nanoTime();
    long sum = 0;
    for (int i = 0; i < ASKED; i++) {
      sum += Cron.parse("*/5 8-18 * jan-jun mon-fri").hashCode();
    }
    print("parse (%x)".formatted(sum), began, ASKED);
  }

  private static void missed() throws BadCron {
    Timetable table =
        new Timetable(
            Schedule.of(Cron.parse("* * * * *")), ZoneOffset.UTC, new SplittableRandom(1));
    long began = System.nanoTime();
    int sum = 0;
    for (int i = 0; i < 200; i++) {
      sum += table.missed(NOON, NOON.plusSeconds(30_000_000 + i)).orElseThrow().count();
    }
    print("missed in a year of minutes (%x)".formatted(sum), began, 200);
  }

  private static void print(String what, long began, int times) {
    System.out.printf("  %-60s %6d ns%n", what, (System.nanoTime() - began) / times);
  }
}
