package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0s",
    "0s, 0, 0s",
    "500ms, 500, 500ms",
    "1500ms, 1500, 1s500ms",
    "5s, 5000, 5s",
    "60s, 60000, 1m",
    "1m30s, 90000, 1m30s",
    "2h, 7200000, 2h",
    "7d, 604800000, 7d",
    "' 1h 30m', , ",
    "1d2h3m4s5ms, 93784005, 1d2h3m4s5ms",
    "3650d, 315360000000, 3650d",
  })
  void aDurationIsReadAndWritten(String text, Long millis, String written) throws Unreadable {
    if (millis == null) {
      assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Unreadable.class);
    } else {
      assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
      assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5s", "5 s", "1y", "5sx", "x5s", "1000000000000s"})
  void whatIsNoDurationIsSaid(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(Unreadable.class)
        .hasMessage("is not a duration: write it like 500ms, 5s, 1m30s, 2h or 7d");
  }

  @Test
  void durationsThatAreTooLongAreRefusedHoweverLong() {
    assertThatThrownBy(() -> Durations.parse("3650d1ms"))
        .hasMessage("is too long: the longest duration is 3650d");
    assertThatThrownBy(() -> Durations.parse("999999999999d".repeat(1000)))
        .hasMessage("is too long: the longest duration is 3650d");
  }

  @Test
  void randomDurationsSurviveTheWayToTextAndBack() throws Unreadable {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(1L << random.nextInt(1, 38)));
      assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 1, 1",
    "1024, 1024, 1K",
    "500K, 512000, 500K",
    "10M, 10485760, 10M",
    "10 mb, 10485760, 10M",
    "64MiB, 67108864, 64M",
    "1G, 1073741824, 1G",
    "2T, 2199023255552, 2T",
    "1536K, 1572864, 1536K",
    "5B, 5, 5",
  })
  void aSizeIsReadAndWritten(String text, long bytes, String written) throws Unreadable {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
    assertThat(Sizes.format(bytes)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "-1", "1.5G", "10X", "1000000000000000000"})
  void whatIsNoSizeIsSaid(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .hasMessage("is not a size: write it like 500K, 10M, 1G or 64MiB");
  }

  @Test
  void randomSizesSurviveTheWayToTextAndBack() throws Unreadable {
    assertThatThrownBy(() -> Sizes.parse("99999999T")).hasMessage("is larger than any disk");
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 10_000; i++) {
      long size = random.nextLong(1L << 58) >> random.nextInt(56);
      assertThat(Sizes.parse(Sizes.format(size))).isEqualTo(size);
    }
  }

  @ParameterizedTest
  @CsvSource({"SIGTERM, TERM", "term, TERM", "15, TERM", "' 9 ', KILL", "SigHup, HUP", "31, SYS"})
  void aSignalHasManyNames(String text, String name) throws Unreadable {
    assertThat(SignalNames.checked(text)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "'', is not a signal",
    "0, is not a signal",
    "32, is not a signal",
    "SIGKIL, is not a signal; did you mean 'KILL'?",
  })
  void whatIsNoSignalIsSaid(String text, String message) {
    assertThatThrownBy(() -> SignalNames.checked(text)).hasMessage(message);
  }
}
