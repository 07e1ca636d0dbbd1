package dev.reeve.core.spec;

import java.time.Duration;

/** When an instance counts as ready. */
public sealed interface Ready {
  /** How long readiness may take if nothing else is said. */
  Duration TIMEOUT = Duration.ofMinutes(1);

  /** As soon as its process runs. */
  record Started() implements Ready {}

  /**
   * When it sends {@code READY=1} to {@code NOTIFY_SOCKET}, as sd_notify(3) says.
   *
   * @param timeout then it has failed to start; zero waits for ever
   */
  record Notify(Duration timeout) implements Ready {}

  /**
   * When it writes a line to a descriptor, as services of s6 do.
   *
   * @param number which descriptor, from 3
   */
  record Descriptor(int number, Duration timeout) implements Ready {}

  /** When a probe says yes. */
  record ByProbe(Probe probe, Duration interval, Duration timeout) implements Ready {
    public static final Duration INTERVAL = Duration.ofMillis(500);
  }

  /** How long it may take; zero is for ever. */
  default Duration patience() {
    return switch (this) {
      case Started() -> Duration.ZERO;
      case Notify(Duration timeout) -> timeout;
      case Descriptor(int number, Duration timeout) -> timeout;
      case ByProbe(Probe probe, Duration interval, Duration timeout) -> timeout;
    };
  }
}
