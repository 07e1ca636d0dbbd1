package dev.reeve.daemon.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.TimerKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimersTest {
  private final Timers timers = new Timers();

  private static TimerKey key(int number) {
    return new TimerKey(new InstanceId("api", number), TimerKey.Kind.BACKOFF);
  }

  @Test
  void timersFireInTheOrderOfTheirTimes() {
    timers.start(key(1), Duration.ofMillis(20), 0);
    timers.start(key(2), Duration.ofMillis(10), 0);
    assertThat(timers.untilNext(0)).isEqualTo(10);
    assertThat(timers.due(5_000_000)).isEmpty();
    assertThat(timers.due(30_000_000)).contains(key(2));
    assertThat(timers.due(30_000_000)).contains(key(1));
    assertThat(timers.due(30_000_000)).isEmpty();
    assertThat(timers.untilNext(0)).isEqualTo(-1);
  }

  @Test
  void aTimerThatIsStartedAgainFiresOnce() {
    timers.start(key(1), Duration.ofMillis(10), 0);
    timers.start(key(1), Duration.ofMillis(30), 0);
    assertThat(timers.due(20_000_000)).isEmpty();
    assertThat(timers.due(30_000_000)).contains(key(1));
    assertThat(timers.due(40_000_000)).isEmpty();
  }

  @Test
  void aCancelledTimerDoesNotFire() {
    timers.start(key(1), Duration.ZERO, 0);
    timers.cancel(key(1));
    timers.cancel(key(2));
    assertThat(timers.due(1)).isEmpty();
  }

  @Test
  void aWaitIsNeverShorterThanTheTimer() {
    timers.start(key(1), Duration.ofNanos(1_500_000), 0);
    assertThat(timers.untilNext(0)).isEqualTo(2);
    assertThat(timers.untilNext(2_000_000)).isZero();
  }
}
