package dev.reeve.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for something that must come; the time is only there so that a failure ends. */
final class Until {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private Until() {}

  static void isTrue(String what, Callable<Boolean> condition) {
    await(what).atMost(PATIENCE).pollInterval(LOOK_AGAIN).pollDelay(Duration.ZERO).until(condition);
  }

  /** Assertions about something that takes a process to look at. */
  static void holds(ThrowingRunnable assertions) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .pollDelay(Duration.ZERO)
        .untilAsserted(assertions);
  }
}
