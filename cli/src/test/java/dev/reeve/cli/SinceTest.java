package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {
  private static final Instant NOW = Instant.parse("2026-11-20T14:30:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin"); // an hour ahead in November

  @ParameterizedTest
  @CsvSource({
    "10m, 2026-11-20T14:20:00Z",
    "1h30m, 2026-11-20T13:00:00Z",
    "2d, 2026-11-18T14:30:00Z",
    "today, 2026-11-19T23:00:00Z",
    "yesterday, 2026-11-18T23:00:00Z",
    "14:30, 2026-11-20T13:30:00Z",
    "16:00, 2026-11-19T15:00:00Z", // not yet today
    "14:30:15, 2026-11-20T13:30:15Z",
    "2026-11-01, 2026-10-31T23:00:00Z",
    "2026-11-01 14:30, 2026-11-01T13:30:00Z",
    "2026-11-01T14:30:05, 2026-11-01T13:30:05Z",
    "2026-11-01T14:30:05Z, 2026-11-01T14:30:05Z",
    "2026-11-01T14:30:05+02:00, 2026-11-01T12:30:05Z",
    "2026-11-01T14:30:05-02:00, 2026-11-01T16:30:05Z"
  })
  void aMomentCanBeNamedInManyWays(String text, String expected) {
    assertThat(Since.parse(text, NOW, BERLIN)).contains(Instant.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "25:00", "2026-13-01", "10", "2026-11-01T", "-5m"})
  void whatNamesNoMomentIsRefused(String text) {
    assertThat(Since.parse(text, NOW, BERLIN)).isEmpty();
  }

  @Test
  void aHugeDurationIsRefusedAndNotACrash() {
    assertThat(Since.parse("999999999999d", NOW, BERLIN)).isEmpty();
  }
}
