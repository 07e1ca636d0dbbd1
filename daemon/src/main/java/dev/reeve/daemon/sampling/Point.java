package dev.reeve.daemon.sampling;

import dev.reeve.core.engine.State;

/**
 * An instance at one time.
 *
 * @param at milliseconds since 1970: the beginning of its interval
 * @param cpuPermille processor time, of one core; the mean of the interval
 * @param memoryBytes resident; the most in the interval
 * @param uptimeSeconds 0 when none runs
 * @param restarts up to 65535
 */
public record Point(
    long at, int cpuPermille, long memoryBytes, long uptimeSeconds, int restarts, State state) {}
