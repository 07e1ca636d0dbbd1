package dev.reeve.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What happens where clocks are changed, place by place. The rules are those of cron(8) of Debian:
 * see {@link Occurrences}; {@link VixieClockTest} compares them at random.
 */
class ClockChangeTest {
  @Test
  void aFixedTimeThatIsSkippedRunsOnceWhenTheClockIsPutForward() throws BadCron {
    // Berlin, 29 March 2026: from 02:00 to 03:00.
    assertThat(runs("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00+01:00", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
    assertThat(runs("15,30,45 2 * * *", "Europe/Berlin", "2026-03-29T00:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:15+02:00");
    assertThat(runs("0 2,3 * * *", "Europe/Berlin", "2026-03-29T00:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:00+02:00");
    // New York, 8 March 2026: from 02:00 to 03:00.
    assertThat(runs("30 2 * * *", "America/New_York", "2026-03-08T00:00-05:00", 2))
        .containsExactly("2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00");
  }

  @Test
  void aFixedTimeThatIsRepeatedRunsTheFirstTimeOnly() throws BadCron {
    // Berlin, 25 October 2026: from 03:00 back to 02:00.
    assertThat(runs("30 2 * * *", "Europe/Berlin", "2026-10-25T00:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(runs("0 2,3 * * *", "Europe/Berlin", "2026-10-25T00:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00", "2026-10-26T02:00+01:00");
    // New York, 1 November 2026: from 02:00 back to 01:00.
    assertThat(runs("30 1 * * *", "America/New_York", "2026-11-01T00:00-04:00", 2))
        .containsExactly("2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-10-25T02:29:59+02:00, 2026-10-25T02:30+02:00",
    "2026-10-25T02:30+02:00, 2026-10-26T02:30+01:00",
    "2026-10-25T02:59:59+02:00, 2026-10-26T02:30+01:00",
    "2026-10-25T02:00+01:00, 2026-10-26T02:30+01:00",
    "2026-10-25T02:29+01:00, 2026-10-26T02:30+01:00",
    "2026-10-25T02:59:59+01:00, 2026-10-26T02:30+01:00",
    "2026-10-25T03:00+01:00, 2026-10-26T02:30+01:00",
  })
  void askedInsideTheRepeatedHourTheAnswerIsTheSame(String after, String next) throws BadCron {
    assertThat(runs("30 2 * * *", "Europe/Berlin", after, 1)).containsExactly(next);
  }

  @Test
  void aWildcardJobFollowsTheWallClock() throws BadCron {
    assertThat(runs("*/30 * * * *", "Europe/Berlin", "2026-03-29T01:00+01:00", 3))
        .containsExactly(
            "2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00");
    assertThat(runs("*/30 2 * * *", "Europe/Berlin", "2026-03-29T01:00+01:00", 2))
        .containsExactly("2026-03-30T02:00+02:00", "2026-03-30T02:30+02:00");
    assertThat(runs("*/30 2 * * *", "Europe/Berlin", "2026-10-25T01:00+02:00", 5))
        .containsExactly(
            "2026-10-25T02:00+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:00+01:00",
            "2026-10-25T02:30+01:00",
            "2026-10-26T02:00+01:00");
    assertThat(runs("@hourly", "Europe/Berlin", "2026-10-25T01:00+02:00", 3))
        .containsExactly(
            "2026-10-25T02:00+02:00", "2026-10-25T02:00+01:00", "2026-10-25T03:00+01:00");
  }

  @Test
  void halfAnHourIsAChangeToo() throws BadCron {
    // Lord Howe: 4 October 2026 from 02:00 to 02:30; 5 April 2026 from 02:00 back to 01:30.
    assertThat(runs("15 2 * * *", "Australia/Lord_Howe", "2026-10-04T00:00+10:30", 2))
        .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    assertThat(runs("*/10 2 * * *", "Australia/Lord_Howe", "2026-10-04T00:00+10:30", 2))
        .containsExactly("2026-10-04T02:30+11:00", "2026-10-04T02:40+11:00");
    assertThat(runs("45 1 * * *", "Australia/Lord_Howe", "2026-04-05T00:00+11:00", 2))
        .containsExactly("2026-04-05T01:45+11:00", "2026-04-06T01:45+10:30");
    assertThat(runs("*/15 1 * * *", "Australia/Lord_Howe", "2026-04-05T01:15+11:00", 4))
        .containsExactly(
            "2026-04-05T01:30+11:00",
            "2026-04-05T01:45+11:00",
            "2026-04-05T01:30+10:30",
            "2026-04-05T01:45+10:30");
  }

  @Test
  void theDayThatBeginsAtOneStillHasItsMidnightJob() throws BadCron {
    // São Paulo: 15 October 2017 from 00:00 to 01:00; 18 February 2018 from 00:00 back to 23:00.
    assertThat(runs("@daily", "America/Sao_Paulo", "2017-10-14T00:00-03:00", 2))
        .containsExactly("2017-10-15T01:00-02:00", "2017-10-16T00:00-02:00");
    assertThat(runs("0 0 15 10 *", "America/Sao_Paulo", "2017-01-01T00:00-02:00", 2))
        .containsExactly("2017-10-15T01:00-02:00", "2018-10-15T00:00-03:00");
    assertThat(runs("0 0,23 * * *", "America/Sao_Paulo", "2018-02-17T12:00-02:00", 3))
        .containsExactly(
            "2018-02-17T23:00-02:00", "2018-02-18T00:00-03:00", "2018-02-18T23:00-03:00");
  }

  @Test
  void theDayThatSamoaLeftOutHasNoRuns() throws BadCron {
    // Apia went from the end of 29 December 2011 to the beginning of the 31st.
    assertThat(runs("0 12 * * *", "Pacific/Apia", "2011-12-28T00:00-10:00", 3))
        .containsExactly(
            "2011-12-28T12:00-10:00", "2011-12-29T12:00-10:00", "2011-12-31T12:00+14:00");
    assertThat(runs("0 12 30 12 *", "Pacific/Apia", "2011-01-01T00:00-10:00", 1))
        .containsExactly("2012-12-30T12:00+14:00");
    assertThat(runs("0 */12 * * *", "Pacific/Apia", "2011-12-29T00:00-10:00", 3))
        .containsExactly(
            "2011-12-29T12:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
  }

  @Test
  void aDayThatIsRepeatedHasItsRunsTwice() throws BadCron {
    // Alaska was bought: the line of dates moved, and from the afternoon of 19 October 1867 the
    // clock
    // went back by a day.
    assertThat(runs("30 12 * * *", "America/Juneau", "1867-10-19T00:00+15:02:19", 3))
        .containsExactly(
            "1867-10-19T12:30+15:02:19", "1867-10-19T12:30-08:57:41", "1867-10-20T12:30-08:57:41");
  }

  @Test
  void aChangeByThreeHoursIsACorrectionOfTheClock() throws BadCron {
    // Casey station: 4 October 2019 from 03:00 to 06:00; 8 March 2020 from 03:00 back to 00:00.
    assertThat(runs("30 4 * * *", "Antarctica/Casey", "2019-10-03T12:00+08:00", 1))
        .containsExactly("2019-10-05T04:30+11:00");
    assertThat(runs("30 1 * * *", "Antarctica/Casey", "2020-03-07T12:00+11:00", 2))
        .containsExactly("2020-03-08T01:30+11:00", "2020-03-08T01:30+08:00");
  }

  @Test
  void anOffsetWithSecondsBeginsNoRunInsideAMinute() throws BadCron {
    // Monrovia, 7 January 1972: from 00:00:00 to 00:44:30.
    assertThat(runs("* * * * *", "Africa/Monrovia", "1972-01-06T23:58-00:44:30", 3))
        .containsExactly("1972-01-06T23:59-00:44:30", "1972-01-07T00:45Z", "1972-01-07T00:46Z");
    assertThat(runs("30 0 * * *", "Africa/Monrovia", "1972-01-06T23:58-00:44:30", 2))
        .containsExactly("1972-01-07T00:44:30Z", "1972-01-08T00:30Z");
    // Chicago, 18 November 1883, the day of two noons: from 12:09:24 back to 12:00:00.
    assertThat(runs("9 12 * * *", "America/Chicago", "1883-11-18T12:05-06:00", 1))
        .containsExactly("1883-11-19T12:09-06:00");
  }

  @Test
  void aPlaceWithoutChangesRunsEveryDay() throws BadCron {
    assertThat(runs("30 2 * * *", "Asia/Kolkata", "2026-03-28T12:00+05:30", 3))
        .containsExactly(
            "2026-03-29T02:30+05:30", "2026-03-30T02:30+05:30", "2026-03-31T02:30+05:30");
  }

  @Test
  void aYearOfDailyRunsHasOneForEachDay() throws BadCron {
    for (String zone :
        List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll")) {
      for (String time : List.of("0 0", "0 1", "30 1", "0 2", "15 2", "30 2", "0 3")) {
        Occurrences daily = new Occurrences(Cron.parse(time + " * * *"), ZoneId.of(zone));
        Instant next = Instant.parse("2026-01-01T12:00:00Z");
        int count = 0;
        while (next.isBefore(Instant.parse("2027-01-01T12:00:00Z"))) {
          next = daily.after(next);
          count++;
        }
        assertThat(count).as("%s %s", zone, time).isEqualTo(366);
      }
    }
  }

  private static List<String> runs(String cron, String zone, String after, int n) throws BadCron {
    Occurrences occurrences = new Occurrences(Cron.parse(cron), ZoneId.of(zone));
    List<String> runs = new ArrayList<>();
    Instant next = OffsetDateTime.parse(after).toInstant();
    for (int i = 0; i < n; i++) {
      next = occurrences.after(next);
      runs.add(next.atZone(ZoneId.of(zone)).toOffsetDateTime().toString());
    }
    return runs;
  }
}
