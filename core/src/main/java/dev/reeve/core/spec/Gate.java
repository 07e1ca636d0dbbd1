package dev.reeve.core.spec;

import java.time.Duration;

/**
 * Something besides services that must be so before a service starts.
 *
 * @param interval between two attempts
 * @param timeout how long to wait for it; zero is as long as {@code depends_timeout} says
 * @param retry whether a no is followed by another attempt; otherwise the first one decides
 */
public record Gate(Probe probe, Duration interval, Duration timeout, boolean retry) {
  public static final Duration INTERVAL = Duration.ofSeconds(1);
}
