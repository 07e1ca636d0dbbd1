package dev.reeve.core.schedule;

import java.time.Instant;

/**
 * A run to come.
 *
 * @param due when the cron expression wants it; the next one is asked for with this
 * @param start when it is to be started: due plus jitter, or later for a run that is caught up
 */
public record Planned(Instant due, Instant start) {}
