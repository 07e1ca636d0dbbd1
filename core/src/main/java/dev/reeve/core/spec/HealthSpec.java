package dev.reeve.core.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How it is found out whether a running instance does its work.
 *
 * @param probe asked again and again; empty if the instance reports itself, or nothing is declared
 * @param push whether it reports itself, to the address in {@code REEVE_HEALTH_URL}
 * @param interval between two attempts, or two reports
 * @param timeout how long one attempt may take
 * @param failures so many in a row make it unhealthy
 * @param startPeriod failures do not count before it has run this long
 * @param restart whether an unhealthy instance is restarted, as after a failure
 */
public record HealthSpec(
    Optional<Probe> probe,
    boolean push,
    Duration interval,
    Duration timeout,
    int failures,
    Duration startPeriod,
    boolean restart) {
  public static final Duration INTERVAL = Duration.ofSeconds(5);
  public static final Duration TIMEOUT = Duration.ofSeconds(3);
  public static final int FAILURES = 3;

  /** No health is known of. */
  public static final HealthSpec NONE =
      new HealthSpec(Optional.empty(), false, INTERVAL, TIMEOUT, FAILURES, Duration.ZERO, false);

  /** Whether there is anything to know. */
  public boolean isDeclared() {
    return push || probe.isPresent();
  }
}
