package dev.reeve.core.spec;

import java.time.Duration;
import java.util.Set;

/**
 * When and how fast an ended process is started again.
 *
 * @param policy after which ends
 * @param delay before the first restart after a failure
 * @param delaySuccess before a restart after exit code 0
 * @param backoff factor by which the delay grows with each consecutive restart; 1 keeps it constant
 * @param maxDelay the delay never grows beyond this
 * @param jitter random share, 0 to 1, by which a delay is lengthened, so that many do not return at
 *     once
 * @param max consecutive restarts after failures before the service has failed; 0 is unlimited
 * @param maxSuccess the same for restarts after exit code 0
 * @param minUptime a run this long resets the count of consecutive restarts
 * @param limit a sliding window beside the count
 * @param exitCodes if not empty, only these exit codes lead to a restart
 * @param exceptCodes these exit codes never lead to a restart
 */
public record RestartSpec(
    RestartPolicy policy,
    Duration delay,
    Duration delaySuccess,
    double backoff,
    Duration maxDelay,
    double jitter,
    int max,
    int maxSuccess,
    Duration minUptime,
    RestartLimit limit,
    Set<Integer> exitCodes,
    Set<Integer> exceptCodes) {}
