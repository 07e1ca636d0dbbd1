package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTest {
  private static final Instant NOW = Instant.parse("2026-11-20T14:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "999, 0s",
    "45000, 45s",
    "60000, 1m",
    "750000, 12m 30s",
    "3600000, 1h",
    "8100000, 2h 15m",
    "86400000, 1d",
    "273600000, 3d 4h",
    "-5, 0s"
  })
  void durationsHaveTheirTwoLargestUnits(long millis, String text) {
    assertThat(Human.duration(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KB",
    "25270682, 24.1 MB",
    "1048575, 1.0 MB",
    "2147483648, 2.0 GB",
    "1099511627776, 1.0 TB",
    "1125899906842624000, 1024000.0 TB"
  })
  void sizesHaveOneDigitBehindThePoint(long bytes, String text) {
    assertThat(Human.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0%", "0.34, 0.3%", "99.94, 99.9%", "99.96, 100%", "212.5, 213%"})
  void sharesAreShort(double percent, String text) {
    assertThat(Human.percent(percent)).isEqualTo(text);
  }

  @Test
  void aTimeOfTodayNeedsNoDate() {
    assertThat(Human.time("2026-11-20T09:05:03Z", ZoneOffset.UTC, NOW)).isEqualTo("09:05:03");
    assertThat(Human.time("2026-11-19T09:05:03Z", ZoneOffset.UTC, NOW))
        .isEqualTo("2026-11-19 09:05:03");
    assertThat(Human.time("2026-11-20T09:05:03Z", ZoneId.of("Asia/Tokyo"), NOW))
        .isEqualTo("18:05:03");
    assertThat(Human.time("not a time", ZoneOffset.UTC, NOW)).isEqualTo("not a time");
  }

  @Test
  void aClockHasMilliseconds() {
    assertThat(Human.clock("2026-11-20T09:05:00Z", ZoneOffset.UTC)).isEqualTo("09:05:00.000");
    assertThat(Human.clock("2026-11-20T09:05:00.0429Z", ZoneOffset.UTC)).isEqualTo("09:05:00.042");
  }

  @Test
  void thePastIsToldFromNow() {
    assertThat(Human.ago("2026-11-20T14:24:58Z", NOW)).isEqualTo("5m 2s ago");
  }

  @Test
  void oneIsSingular() {
    assertThat(Human.count(1, "service")).isEqualTo("1 service");
    assertThat(Human.count(0, "service")).isEqualTo("0 services");
  }
}
