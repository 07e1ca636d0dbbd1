package dev.reeve.daemon.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  @Test
  void whatCostsLittleIsDoneAsOftenAsWanted() {
    Pace pace = new Pace(2 * SECOND);
    for (int i = 0; i < 100; i++) {
      assertThat(pace.after(MILLI)).isEqualTo(2 * SECOND);
    }
    assertThat(pace.isStretched()).isFalse();
    assertThat(pace.percent()).isEqualTo(0.05);
  }

  @Test
  void whatCostsMuchIsDoneMoreSeldomSoThatItStaysWithinItsShare() {
    Pace pace = new Pace(2 * SECOND);
    long interval = 0;
    for (int i = 0; i < 100; i++) {
      interval = pace.after(15 * MILLI);
    }
    assertThat(interval).isEqualTo(5 * SECOND);
    assertThat(pace.isStretched()).isTrue();
    assertThat(pace.percent()).isLessThanOrEqualTo(0.3001);
  }

  @Test
  void itComesBackWhenItCostsLessAgainAndDoesNotWaverBefore() {
    Pace pace = new Pace(2 * SECOND);
    for (int i = 0; i < 100; i++) {
      pace.after(15 * MILLI);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(pace.after((i % 2 == 0 ? 13 : 15) * MILLI)).isEqualTo(5 * SECOND);
    }
    for (int i = 0; i < 100; i++) {
      pace.after(MILLI);
    }
    assertThat(pace.interval()).isEqualTo(2 * SECOND);
  }

  @Test
  void evenTheDearestLookComesOnceAMinute() {
    Pace pace = new Pace(2 * SECOND);
    assertThat(pace.after(100 * SECOND)).isEqualTo(60 * SECOND);
  }
}
