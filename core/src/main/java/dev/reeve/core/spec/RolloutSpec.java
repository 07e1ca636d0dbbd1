package dev.reeve.core.spec;

import java.time.Duration;

/**
 * How the instances of a service are renewed when it is restarted.
 *
 * @param rolling a few at a time, or all at once
 * @param delay between an instance that has come up and the next one
 * @param maxUnavailable how many may be away at the same time
 * @param until what an instance must be before the next one follows: ready or healthy
 */
public record RolloutSpec(boolean rolling, Duration delay, int maxUnavailable, Condition until) {
  public static final Duration DELAY = Duration.ofSeconds(1);

  /** All at once. */
  public static final RolloutSpec ALL = new RolloutSpec(false, DELAY, 1, Condition.READY);
}
