package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every minute of some weeks, asked of the rules of crontab(5) as they stand there. */
class CronEveryMinuteTest {
  private static final int EXPRESSIONS = Integer.getInteger("reeve.cron.expressions", 300);
  private static final int DAYS = 45;

  @Test
  void everyChosenMinuteOfRandomExpressionsIsFoundAndNoOther() throws BadCron {
    SplittableRandom random = new SplittableRandom(5);
    RandomCron expressions = new RandomCron(random);
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = expressions.next();
      NaiveCron naive = new NaiveCron(text);
      LocalDateTime start =
          LocalDateTime.of(1970, 1, 1, 0, 0).plusMinutes(random.nextLong(130L * 365 * 24 * 60));
      List<LocalDateTime> wanted = new ArrayList<>();
      LocalDateTime time = start;
      for (int minute = 1; minute <= DAYS * 24 * 60; minute++) {
        time = time.plusMinutes(1);
        if (naive.matches(time)) {
          wanted.add(time);
        }
      }
      Cron cron;
      try {
        cron = Cron.parse(text);
      } catch (BadCron e) {
        assertThat(e).hasMessageContaining("never comes in month");
        assertThat(wanted).as(text).isEmpty();
        continue;
      }
      assertThat(found(cron, start, start.plusDays(DAYS))).as(text).isEqualTo(wanted);
    }
  }

  @Test
  void whatNeverHappensIsRefusedAndNothingElse() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 2_000; i++) {
      int day = random.nextInt(28, 32);
      int month = random.nextInt(1, 13);
      String weekday = random.nextBoolean() ? "*" : "*/" + random.nextInt(1, 8);
      String text = "0 0 %d %d %s".formatted(day, month, weekday);
      NaiveCron naive = new NaiveCron(text);
      boolean happens = false;
      // After 400 years the calendar is the same again, weekdays included.
      for (int year = 2000; year < 2400 && !happens; year++) {
        LocalDateTime last = LocalDateTime.of(year, month, 1, 0, 0).plusDays(day - 1);
        happens = last.getMonthValue() == month && naive.matches(last);
      }
      if (happens) {
        assertThatCode(() -> Cron.parse(text)).as(text).doesNotThrowAnyException();
      } else {
        assertThatThrownBy(() -> Cron.parse(text))
            .hasMessage("day of month '%d' never comes in month '%d'".formatted(day, month));
      }
    }
  }

  private static List<LocalDateTime> found(Cron cron, LocalDateTime after, LocalDateTime upTo) {
    Occurrences occurrences = new Occurrences(cron, ZoneOffset.UTC);
    List<LocalDateTime> found = new ArrayList<>();
    Instant end = upTo.toInstant(ZoneOffset.UTC);
    Instant next = occurrences.after(after.toInstant(ZoneOffset.UTC));
    while (!next.isAfter(end)) {
      LocalDateTime time = LocalDateTime.ofInstant(next, ZoneOffset.UTC);
      assertThat(cron.matches(time)).as("%s at %s", cron, time).isTrue();
      found.add(time);
      next = occurrences.after(next);
    }
    return found;
  }
}
