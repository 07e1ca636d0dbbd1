package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The same answers as another implementation, where it means the same. {@code
 * -Dreeve.cron.pairs=1000000} asks more.
 */
class CronUtilsTest {
  private static final int PAIRS = Integer.getInteger("reeve.cron.pairs", 20_000);
  private static final long SEED = Long.getLong("reeve.cron.seed", 7);
  private static final int INSTANTS_EACH = 4;

  /** Without changes of the clock since 1990; {@link VixieClockTest} has those. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Asia/Tokyo"),
          ZoneId.of("America/Phoenix"),
          ZoneId.of("Etc/GMT+11"));

  private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");
  private static final long SECONDS = 110L * 365 * 24 * 3600;

  @Test
  void theNextTimeOfRandomExpressionsIsTheOneCronUtilsFinds() {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    SplittableRandom random = new SplittableRandom(SEED);
    RandomCron expressions = new RandomCron(random);
    int asked = 0;
    while (asked < PAIRS) {
      String text = expressions.next();
      if (meansSomethingElse(text)) {
        continue;
      }
      Cron cron;
      try {
        cron = Cron.parse(text);
      } catch (BadCron e) {
        assertThat(e).hasMessageContaining("never comes in month");
        continue;
      }
      ExecutionTime oracle = ExecutionTime.forCron(parser.parse(text));
      for (int i = 0; i < INSTANTS_EACH; i++) {
        ZonedDateTime after =
            FIRST
                .plusSeconds(random.nextLong(SECONDS))
                .atZone(ZONES.get(random.nextInt(ZONES.size())));
        assertThat(new Occurrences(cron, after.getZone()).after(after.toInstant()))
            .as("%s after %s", text, after)
            .isEqualTo(oracle.nextExecution(after).orElseThrow().toInstant());
        asked++;
      }
    }
  }

  /**
   * What cron-utils 9.2.1 reads otherwise than Vixie's cron; all else is compared.
   *
   * <ul>
   *   <li>If both days are written, it lets either choose the day unless one is exactly {@code *}.
   *       Vixie's cron (cron.c, DOM_STAR and DOW_STAR) wants both as soon as one begins with {@code
   *       *}, as in {@code * * *}{@code /2 * mon}.
   *   <li>It takes every 7 in a day of the week for 0, so that {@code 7/4} begins with Sunday and
   *       goes on to Thursday, and the step of {@code 1-6/7} is refused as a step of 0.
   * </ul>
   */
  private static boolean meansSomethingElse(String text) {
    String[] fields = text.split(" ", -1);
    String day = fields[2];
    String weekday = fields[4];
    boolean bothWritten = !day.equals("*") && !weekday.equals("*");
    return (bothWritten && (day.startsWith("*") || weekday.startsWith("*")))
        || weekday.contains("7/")
        || weekday.contains("/7");
  }
}
