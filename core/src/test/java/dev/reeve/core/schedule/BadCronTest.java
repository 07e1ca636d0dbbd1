package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, the message, and where it points. In the carets below, dots are blanks. */
class BadCronTest {
  private static final String FIVE = "(minute, hour, day of month, month, day of week)";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          75 * * * *          | ^^         | minute '75' must be from 0 to 59
          60 * * * *          | ^^         | minute '60' must be from 0 to 59
          * 24 * * *          | ..^^       | hour '24' must be from 0 to 23
          * * 0 * *           | ....^      | day of month '0' must be from 1 to 31
          * * 32 * *          | ....^^     | day of month '32' must be from 1 to 31
          * * 1,40 * *        | ......^^   | day of month '40' must be from 1 to 31
          * * * 13 *          | ......^^   | month '13' must be from 1 to 12 or jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec
          * * * 0 *           | ......^    | month '0' must be from 1 to 12 or jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec
          * * * * 8           | ........^  | day of week '8' must be from 0 to 7 or sun, mon, tue, wed, thu, fri, sat
          0  75 * * *         | ...^^      | hour '75' must be from 0 to 23
          99999999999 * * * * | ^^^^^^^^^^^ | minute '99999999999' must be from 0 to 59
          """)
  void aValueOutOfItsRangeIsRefusedWithTheRange(String text, String caret, String reason) {
    assertRefused(text, caret, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          5x * * * *   | ^^         | minute '5x' must be a number from 0 to 59
          *5 * * * *   | ^^         | minute '*5' must be a number from 0 to 59
          ** * * * *   | ^^         | minute '**' must be a number from 0 to 59
          1-*  * * * * | ..^        | minute '*' must be a number from 0 to 59
          1.5 * * * *  | ^^^        | minute '1.5' must be a number from 0 to 59
          ٣ * * * *    | ^          | minute '٣' must be a number from 0 to 59
          1-5-7 * * * * | ..^^^     | minute '5-7' must be a number from 0 to 59
          * * * juli * | ......^^^^ | month 'juli' must be a number from 1 to 12 or jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec; did you mean 'jul'?
          * * * * Tues | ........^^^^ | day of week 'Tues' must be a number from 0 to 7 or sun, mon, tue, wed, thu, fri, sat; did you mean 'tue'?
          * * * mon *  | ......^^^  | month 'mon' must be a number from 1 to 12 or jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec; days of the week are the last of the five fields
          * * * * jan  | ........^^^ | day of week 'jan' must be a number from 0 to 7 or sun, mon, tue, wed, thu, fri, sat; months are the fourth of the five fields
          friday * * * * | ^^^^^^   | minute 'friday' must be a number from 0 to 59; days of the week are the last of the five fields
          """)
  void whatIsNoValueIsRefusedWithWhatItMayHaveMeant(String text, String caret, String reason) {
    assertRefused(text, caret, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 12 ? * MON   | .....^     | day of month '?' must be a number from 1 to 31; write '*' for any
          0 0 L * *      | ....^      | day of month 'L' must be a number from 1 to 31; cron has no L, W, # and H
          0 0 L-3 * *    | ....^      | day of month 'L' must be a number from 1 to 31; cron has no L, W, # and H
          0 0 15W * *    | ....^^^    | day of month '15W' must be a number from 1 to 31; cron has no L, W, # and H
          0 0 * * 5#2    | ........^^^ | day of week '5#2' must be a number from 0 to 7 or sun, mon, tue, wed, thu, fri, sat; cron has no L, W, # and H
          0 0 * * friL   | ........^^^^ | day of week 'friL' must be a number from 0 to 7 or sun, mon, tue, wed, thu, fri, sat; cron has no L, W, # and H
          H/15 * * * *   | ^          | minute 'H' must be a number from 0 to 59; cron has no L, W, # and H
          """)
  void whatQuartzAndJenkinsKnowIsRefusedByName(String text, String caret, String reason) {
    assertRefused(text, caret, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          -5 * * * *    | ^^       | minute '-5' has a range without a beginning
          5- * * * *    | ^^       | minute '5-' has a range without an end
          1,5- * * * *  | ..^^     | minute '5-' has a range without an end
          1,,2 * * * *  | .^       | minute '1,,2' has a comma with nothing beside it; a list is written without blanks: 1,3,5
          ,1 * * * *    | ^        | minute ',1' has a comma with nothing beside it; a list is written without blanks: 1,3,5
          * 1, * * *    | ...^     | hour '1,' has a comma with nothing beside it; a list is written without blanks: 1,3,5
          1, 15 * * * * | ^^       | '1,' has a comma with nothing beside it; a list is written without blanks: 1,3,5
          1 ,15 * * * * | ..^^^    | ',15' has a comma with nothing beside it; a list is written without blanks: 1,3,5
          """)
  void aListOrRangeWithoutAnEndIsRefused(String text, String caret, String reason) {
    assertRefused(text, caret, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          */0 * * * *    | ..^        | the step of minute '*/0' must be from 1 to 60
          */61 * * * *   | ..^^       | the step of minute '*/61' must be from 1 to 60
          */ * * * *     | ..^        | the step of minute '*/' must be from 1 to 60
          */x * * * *    | ..^        | the step of minute '*/x' must be from 1 to 60
          */-5 * * * *   | ..^^       | the step of minute '*/-5' must be from 1 to 60
          /5 * * * *     | ^^         | minute '/5' has a step without values; write '*/5'
          */5/2 * * * *  | ..^^^      | the step of minute '*/5/2' must be from 1 to 60
          3,1-9/99 * * * * | ......^^ | the step of minute '1-9/99' must be from 1 to 60
          * */25 * * *   | ....^^     | the step of hour '*/25' must be from 1 to 24
          * * */32 * *   | ......^^   | the step of day of month '*/32' must be from 1 to 31
          * * * */13 *   | ........^^ | the step of month '*/13' must be from 1 to 12
          * * * */jan *  | ........^^^ | the step of month '*/jan' must be from 1 to 12
          * * * * */8    | ..........^ | the step of day of week '*/8' must be from 1 to 7
          """)
  void aStepThatWouldChooseOneValueOnlyIsRefused(String text, String caret, String reason) {
    assertRefused(text, caret, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          * 22-2 * * *    | ..^^^^  | hour '22-2' | write '22-23,0-2'
          * 23-0 * * *    | ..^^^^  | hour '23-0' | write '23,0'
          50-10 * * * *   | ^^^^^   | minute '50-10' | write '50-59,0-10'
          * * 25-5 * *    | ....^^^^ | day of month '25-5' | write '25-31,1-5'
          * * * nov-feb * | ......^^^^^^^ | month 'nov-feb' | write 'nov-dec,jan-feb'
          * * * 12-1 *    | ......^^^^ | month '12-1' | write '12,1'
          * * * * fri-sun | ........^^^^^^^ | day of week 'fri-sun' | write 'fri-sat,sun'
          * * * * sat-mon | ........^^^^^^^ | day of week 'sat-mon' | write 'sat,sun-mon'
          * * * * 6-2     | ........^^^ | day of week '6-2' | write '6,0-2'
          * * * * 7-2     | ........^^^ | day of week '7-2' | write '0-2'
          * 22-2/2 * * *  | ..^^^^  | hour '22-2' | write a list of values instead
          """)
  void aRangeThatPassesTheEndIsRefusedWithTheTwoThatDoNot(
      String text, String caret, String what, String remedy) throws BadCron {
    assertRefused(
        text, caret, what + " runs backwards, and a range cannot pass the end; " + remedy);
    if (remedy.contains("'")) {
      String range = text.substring(caret.indexOf('^'), caret.length());
      String proposed = remedy.substring("write '".length(), remedy.length() - 1);
      Cron.parse(text.replace(range, proposed)); // what is proposed is an expression
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 */5 * * * *     | ^    | 6 | the first seems to be seconds, which cron has not: leave it out; did you mean '*/5 * * * *'?
          0 0 12 * * ?      | ^    | 6 | the first seems to be seconds, which cron has not: leave it out; did you mean '0 12 * * *'?
          00 30 2 * * mon   | ^^   | 6 | the first seems to be seconds, which cron has not: leave it out; did you mean '30 2 * * mon'?
          0 0 12 ? * 2      | ^    | 6 | the first seems to be seconds, which cron has not: leave it out, and count the days of the week from 0 for Sunday; Quartz counts from 1
          0 60 0 * * *      | ^    | 6 | the first seems to be seconds, which cron has not: leave it out
          */10 * * * * *    | ^^^^ | 6 | the first seems to be seconds, which cron has not: runs begin with a minute, and what shall run more often is a service that waits between its rounds
          0 12 * * ? 2027   | ...........^^^^ | 6 | years are not supported: not_before and not_after limit a schedule; did you mean '0 12 * * *'?
          0 0 1 1 * 2024-2030 | ..........^^^^^^^^^ | 6 | years are not supported: not_before and not_after limit a schedule; did you mean '0 0 1 1 *'?
          0 0 12 * * ? 2027 | .............^^^^ | 7 | years are not supported: not_before and not_after limit a schedule; did you mean '0 12 * * *'?
          """)
  void secondsAndYearsAreRefusedWithTheFiveFieldsThatAreMeant(
      String text, String caret, int count, String remedy) {
    assertRefused(text, caret, "it has " + count + " fields, not five " + FIVE + "; " + remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 3 * * * /usr/bin/backup | ..........^^^^^^^^^^^^^^^ | '/usr/bin/backup' does not belong to it; did you mean '0 3 * * *'?
          0 3 * * * root backup     | ..........^^^^            | 'root' does not belong to it; did you mean '0 3 * * *'?
          0 0 3 1 2 3 4 5           | ..........^               | '3' does not belong to it; did you mean '0 0 3 1 2'?
          """)
  void aLineOfACrontabIsRefusedWithItsFiveFields(String text, String caret, String remedy) {
    assertRefused(text, caret, "it has more than five fields " + FIVE + ": " + remedy);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 3 * *  | .......^ | it has 4 fields, not five FIVE
          5m       | ..^      | it has 1 field, not five FIVE
          hourly   | ......^  | it has 1 field, not five FIVE; did you mean '@hourly'?
          @dayly   | ^^^^^^   | '@dayly' is not known; known are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly; did you mean '@daily'?
          @Week    | ^^^^^     | '@Week' is not known; known are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly; did you mean '@weekly'?
          @minutely | ^^^^^^^^^ | '@minutely' is not known; known are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly
          @        | ^         | '@' is not known; known are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly
          @sunset  | ^^^^^^^  | '@sunset' is not known; known are @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly
          @reboot  | ^^^^^^^  | @reboot is no time; a service without a schedule starts with the daemon
          @every 5m | ^^^^^^  | cron has no @every; write */5 * * * * for every five minutes
          @daily 3 | .......^ | '3' does not belong after @daily
          ""       | ^        | it is empty; write five fields FIVE, as in 30 2 * * *
          "  "     | ^        | it is empty; write five fields FIVE, as in 30 2 * * *
          """)
  void whatIsNotFiveFieldsAndNoNicknameIsRefused(String text, String caret, String reason) {
    assertRefused(text, caret, reason.replace("FIVE", FIVE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0 0 30 2 *          | ....^^    | day of month '30' never comes in month '2'
          0 0 31 feb,4,jun *  | ....^^    | day of month '31' never comes in month 'feb,4,jun'
          0 0 30,31 2 */2     | ....^^^^^ | day of month '30,31' never comes in month '2'
          0 0 31 4-6/2 *      | ....^^    | day of month '31' never comes in month '4-6/2'
          """)
  void whatNeverHappensIsRefused(String text, String caret, String reason) {
    assertRefused(text, caret, reason);
  }

  @Test
  void theCaretStandsBelowTheTroubleAlsoAfterTabs() {
    BadCron bad = refused("\t0\t75 * * *");
    assertThat(bad.index()).isEqualTo(3);
    assertThat(bad.length()).isEqualTo(2);
    assertThat(bad.caret()).isEqualTo("\t \t^^");
  }

  @Test
  void aHugeTextIsQuotedShortened() {
    BadCron bad = refused("* * * * " + "1234567890".repeat(100_000));
    assertThat(bad)
        .hasMessage(
            "day of week '1234567890123456789012345678901234567890…' must be from 0 to 7 or sun,"
                + " mon, tue, wed, thu, fri, sat");
  }

  @Test
  void anyTextIsReadOrRefusedWithAPlaceInsideIt() {
    SplittableRandom random = new SplittableRandom(13);
    String letters = "0123456789*/-,  @?LW#monjanfeby\t٣\uD83D";
    RandomCron expressions = new RandomCron(random);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? expressions.next() : "");
      for (int edits = random.nextInt(1, 12); edits > 0; edits--) {
        char letter = letters.charAt(random.nextInt(letters.length()));
        text.insert(random.nextInt(text.length() + 1), letter);
      }
      try {
        assertThat(Cron.parse(text.toString()).toString()).isEqualTo(text.toString().strip());
      } catch (BadCron e) {
        assertThat(e.reason()).isNotEmpty();
        assertThat(e.text()).isEqualTo(text.toString());
        assertThat(e.index()).isBetween(0, text.length());
        assertThat(e.length()).isPositive();
        assertThat(e.index() + e.length()).isLessThanOrEqualTo(text.length() + 1);
      }
    }
  }

  private static void assertRefused(String text, String caret, String reason) {
    BadCron bad = refused(text);
    assertThat(bad.reason()).isEqualTo(reason);
    assertThat(bad.caret()).isEqualTo(caret.replace('.', ' '));
    assertThat(bad.text()).isEqualTo(text);
  }

  private static BadCron refused(String text) {
    BadCron bad = catchThrowableOfType(BadCron.class, () -> Cron.parse(text));
    assertThat(bad).as(text).isNotNull();
    return bad;
  }
}
