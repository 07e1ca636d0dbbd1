package dev.reeve.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a service runs that does not run all the time. {@link Timetable} calculates with it.
 *
 * @param cron at which minutes
 * @param zone the time zone of these minutes; empty is the zone of the machine
 * @param notBefore no run is due before; this moment itself is allowed
 * @param notAfter no run is due or starts after; this moment itself is allowed
 * @param maxTimePerRun a run that takes longer is stopped; empty is no limit; else more than 0
 * @param overlap what happens when a run is due during another
 * @param catchUp whether one run is made up for when runs were missed because the daemon or the
 *     machine was off, however many were missed (as {@code Persistent=} in systemd.timer(5))
 * @param jitter each run starts later by a random time from 0 to this, so that many do not start at
 *     once; at most {@link #LONGEST_JITTER}
 */
public record Schedule(
    Cron cron,
    Optional<ZoneId> zone,
    Optional<Instant> notBefore,
    Optional<Instant> notAfter,
    Optional<Duration> maxTimePerRun,
    Overlap overlap,
    boolean catchUp,
    Duration jitter) {
  /** A day. */
  public static final Duration LONGEST_JITTER = Duration.ofDays(1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if they cannot be so; the message begins with the key of the
   *     configuration
   */
  public Schedule {
    check(
        jitter.isNegative() || jitter.compareTo(LONGEST_JITTER) > 0, "jitter must be from 0 to 1d");
    check(
        maxTimePerRun.isPresent() && !maxTimePerRun.get().isPositive(),
        "max_time_per_run must be more than 0; leave it out for no limit");
    if (notBefore.isPresent() && notAfter.isPresent()) {
      check(
          notAfter.get().isBefore(notBefore.get()),
          "not_after (%s) is before not_before (%s)".formatted(notAfter.get(), notBefore.get()));
    }
  }

  /** A schedule with the defaults of everything else. */
  public static Schedule of(Cron cron) {
    return new Schedule(
        cron,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Overlap.SKIP,
        false,
        Duration.ZERO);
  }

  private static void check(boolean wrong, String message) {
    if (wrong) {
      throw new IllegalArgumentException(message);
    }
  }
}
