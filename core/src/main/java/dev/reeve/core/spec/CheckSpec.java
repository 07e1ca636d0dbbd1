package dev.reeve.core.spec;

import java.time.Duration;

/**
 * Something that must stay so as long as an instance runs.
 *
 * @param name tells it from the others of the service
 * @param initialDelay how long an instance has run before the first attempt
 * @param interval between two attempts
 * @param failures so many in a row lead to the action, once until an attempt succeeds again
 */
public record CheckSpec(
    String name,
    Probe probe,
    Duration initialDelay,
    Duration interval,
    int failures,
    OnFail onFail) {
  public static final Duration INTERVAL = Duration.ofSeconds(5);
  public static final int FAILURES = 3;

  /** What follows when it is not so any more. */
  public sealed interface OnFail {
    /** The service is stopped, as by {@code reeve stop}. */
    record Shutdown() implements OnFail {}

    /** Only the journal says so, as it does for all others. */
    record Log() implements OnFail {}

    /** The instance is ended and restarted, as after a failure. */
    record Restart() implements OnFail {}

    /** Another service is started, as by {@code reeve start}. */
    record Start(String service) implements OnFail {}
  }

  /** The same, starting another service where it starts this one. */
  CheckSpec renaming(String from, String to) {
    return onFail instanceof OnFail.Start(String service) && service.equals(from)
        ? new CheckSpec(name, probe, initialDelay, interval, failures, new OnFail.Start(to))
        : this;
  }
}
