package dev.reeve.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DebounceTest {
  private static final long DELAY = 200;

  private final Debounce debounce = new Debounce(Duration.ofNanos(DELAY));

  @Test
  void nothingIsDueWithoutAChange() {
    assertThat(debounce.due()).isEmpty();
    assertThat(debounce.take(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void theActionIsDueOneDelayAfterTheLastChangeAndOnce() {
    debounce.changed(1000);
    debounce.changed(1100);
    assertThat(debounce.due()).hasValue(1300);
    assertThat(debounce.take(1299)).isFalse();
    assertThat(debounce.take(1300)).isTrue();
    assertThat(debounce.take(1300)).isFalse();
    assertThat(debounce.due()).isEmpty();
  }

  @Test
  void changesWithoutEndCannotPutItOffForMoreThanTenDelays() {
    for (long now = 0; now < 1950; now += 100) {
      debounce.changed(now);
      assertThat(debounce.take(now)).isFalse();
    }
    assertThat(debounce.due()).hasValue(2000);
    debounce.changed(1999);
    assertThat(debounce.take(2000)).isTrue();
    debounce.changed(2001);
    assertThat(debounce.due()).hasValue(2201);
  }

  @Test
  void aClockThatOverflowsDoesNotMatter() {
    long now = Long.MAX_VALUE - 100;
    debounce.changed(now);
    assertThat(debounce.take(now)).isFalse();
    assertThat(debounce.take(now + 199)).isFalse();
    assertThat(debounce.take(now + 200)).isTrue();
  }

  @Test
  void whatWasForgottenIsNotDue() {
    debounce.changed(0);
    debounce.reset();
    assertThat(debounce.take(1000)).isFalse();
  }

  @Test
  void noDelayMeansAtOnceAndAnAbsurdOneMeansLater() {
    Debounce none = new Debounce(Duration.ZERO);
    none.changed(5);
    assertThat(none.take(5)).isTrue();
    Debounce years = new Debounce(Duration.ofDays(1_000_000));
    years.changed(5);
    assertThat(years.take(Duration.ofDays(1000).toNanos())).isFalse();
    assertThatThrownBy(() -> new Debounce(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the delay is negative: PT-0.001S");
  }
}
