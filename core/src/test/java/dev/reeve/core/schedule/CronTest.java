package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of an expression, by its next times in UTC. */
class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *          | 2026-11-20T12:07:30 | 2026-11-20T12:08 | 2026-11-20T12:09
          */15 * * * *       | 2026-11-20T12:07    | 2026-11-20T12:15 | 2026-11-20T12:30
          10-40/7 * * * *    | 2026-11-20T12:30    | 2026-11-20T12:31 | 2026-11-20T12:38
          5/15 * * * *       | 2026-11-20T12:36    | 2026-11-20T12:50 | 2026-11-20T13:05
          */60 * * * *       | 2026-11-20T12:07    | 2026-11-20T13:00 | 2026-11-20T14:00
          0,30 * * * *       | 2026-11-20T12:30    | 2026-11-20T13:00 | 2026-11-20T13:30
          5,1-3,*/20 * * * * | 2026-11-20T12:03    | 2026-11-20T12:05 | 2026-11-20T12:20
          05 08 * * *        | 2026-11-20T12:07    | 2026-11-21T08:05 | 2026-11-22T08:05
          30 2 * * *         | 2026-11-20T02:29:59.999999999 | 2026-11-20T02:30 | 2026-11-21T02:30
          0 22-23,0-2 * * *  | 2026-11-20T23:00    | 2026-11-21T00:00 | 2026-11-21T01:00
          0 0 1 * *          | 2026-11-20T00:00    | 2026-12-01T00:00 | 2027-01-01T00:00
          0 0 31 * *         | 2026-11-20T00:00    | 2026-12-31T00:00 | 2027-01-31T00:00
          0 0 29 2 *         | 2026-11-20T00:00    | 2028-02-29T00:00 | 2032-02-29T00:00
          0 0 29 2 *         | 2096-02-29T00:00    | 2104-02-29T00:00 | 2108-02-29T00:00
          0 0 29 2 */7       | 2060-03-01T00:00    | 2088-02-29T00:00 | 2128-02-29T00:00
          0 0 * jan,DEC *    | 2026-12-31T00:00    | 2027-01-01T00:00 | 2027-01-02T00:00
          0 0 1 March-may *  | 2026-11-20T00:00    | 2027-03-01T00:00 | 2027-04-01T00:00
          0 0 1 */6 *        | 2026-11-20T00:00    | 2027-01-01T00:00 | 2027-07-01T00:00
          0 0 * * 0          | 2026-11-20T00:00    | 2026-11-22T00:00 | 2026-11-29T00:00
          0 0 * * 7          | 2026-11-20T00:00    | 2026-11-22T00:00 | 2026-11-29T00:00
          0 0 * * Sun        | 2026-11-20T00:00    | 2026-11-22T00:00 | 2026-11-29T00:00
          0 0 * * 5-7        | 2026-11-20T00:00    | 2026-11-21T00:00 | 2026-11-22T00:00
          0 0 * * mon-FRI    | 2026-11-20T00:00    | 2026-11-23T00:00 | 2026-11-24T00:00
          0 0 * * sunday,wed | 2026-11-20T00:00    | 2026-11-22T00:00 | 2026-11-25T00:00
          0 0 * * 2/2        | 2026-11-20T00:00    | 2026-11-21T00:00 | 2026-11-24T00:00
          0 0 * * 1/6        | 2026-11-20T00:00    | 2026-11-22T00:00 | 2026-11-23T00:00
          59 23 31 12 *      | 2026-12-31T23:59    | 2027-12-31T23:59 | 2028-12-31T23:59
          """)
  void theNextTimesOfEveryForm(
      String text, LocalDateTime after, LocalDateTime first, LocalDateTime second) throws BadCron {
    Cron cron = Cron.parse(text);
    assertThat(next(cron, after)).isEqualTo(first);
    assertThat(next(cron, first)).isEqualTo(second);
    assertThat(cron.matches(first)).isTrue();
    assertThat(cron.matches(first.plusMinutes(1))).isEqualTo(text.equals("* * * * *"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @hourly   | 0 * * * * | true
          @daily    | 0 0 * * * | false
          @midnight | 0 0 * * * | false
          @weekly   | 0 0 * * 0 | false
          @monthly  | 0 0 1 * * | false
          @yearly   | 0 0 1 1 * | false
          @annually | 0 0 1 1 * | false
          @Daily    | 0 0 * * * | false
          """)
  void aNicknameStandsForFiveFields(String nickname, String fields, boolean wildcard)
      throws BadCron {
    Cron cron = Cron.parse(nickname);
    LocalDateTime time = LocalDateTime.of(2026, 11, 20, 12, 7);
    for (int i = 0; i < 50; i++) {
      assertThat(next(cron, time)).isEqualTo(next(Cron.parse(fields), time));
      time = next(cron, time);
    }
    assertThat(cron.wildcard()).isEqualTo(wildcard);
    assertThat(cron).hasToString(nickname).isNotEqualTo(Cron.parse(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # The example of crontab(5): the 1st, the 15th, and every Friday.
          30 4 1,15 * 5    | 1 6 13 15 20 27
          30 4 1,15 * *    | 1 15
          30 4 * * 5       | 6 13 20 27
          # A star with a step restricts neither day in the sense of the rule: both must agree.
          30 4 */14 * 7    | 1 15 29
          30 4 1-15 * */7  | 1 8 15
          30 4 *,9 * 5     | 6 13 20 27
          # A list that begins with a number is restricted, even if it has a star in it.
          30 4 9,* * 5     | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
          30 4 1-31 * 5    | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
          30 4 31 * 1      | 2 9 16 23 30
          """)
  void eitherDayChoosesIfBothAreRestricted(String text, String days) throws BadCron {
    Cron cron = Cron.parse(text);
    StringBuilder found = new StringBuilder();
    LocalDateTime time = next(cron, LocalDateTime.of(2026, 10, 31, 23, 59));
    while (time.getMonthValue() == 11) {
      found.append(found.isEmpty() ? "" : " ").append(time.getDayOfMonth());
      time = next(cron, time);
    }
    assertThat(found).hasToString(days);
  }

  @ParameterizedTest
  @ValueSource(strings = {"30 2 * * mon", " 30  2\t* * mon\n", "@daily", "  @daily "})
  void anExpressionKeepsTheTextThatWasWritten(String text) throws BadCron {
    assertThat(Cron.parse(text))
        .hasToString(text.strip())
        .isEqualTo(Cron.parse(text))
        .hasSameHashCodeAs(Cron.parse(text));
  }

  @Test
  void expressionsAreEqualIfTheyAreWrittenTheSame() throws BadCron {
    assertThat(Cron.parse("0 0 * * *"))
        .isEqualTo(Cron.parse(" 0 0 * * * "))
        .isNotEqualTo(Cron.parse("0 0 * * 0-7"))
        .isNotEqualTo("0 0 * * *");
  }

  @ParameterizedTest
  @CsvSource({
    "'*/5 3 * * *', true",
    "'5 */3 * * *', true",
    "'5 * * * *', true",
    "'0-59 0-23 * * *', false",
    "'5,* 3 * * *', false",
    "'5 3 * * *', false"
  })
  void aJobIsWildcardIfItsMinuteOrHourBeginsWithAStar(String text, boolean wildcard)
      throws BadCron {
    assertThat(Cron.parse(text).wildcard()).isEqualTo(wildcard);
  }

  private static LocalDateTime next(Cron cron, LocalDateTime after) {
    Instant next = new Occurrences(cron, ZoneOffset.UTC).after(after.toInstant(ZoneOffset.UTC));
    return LocalDateTime.ofInstant(next, ZoneOffset.UTC);
  }
}
