package dev.reeve.daemon.probe;

import dev.reeve.core.spec.Probe;
import dev.reeve.logs.LogSource;
import java.time.Instant;
import java.util.List;

/**
 * Something to find out.
 *
 * @param probe what; {@link Probe.Exec} is nothing that can be asked here
 * @param logs where the output of the run is, for {@link Probe.Log}
 * @param since when the run began; older lines do not count. Lines without a time, those of {@link
 *     dev.reeve.core.spec.LogFormat#RAW}, all count
 */
public record Question(Probe probe, List<LogSource> logs, Instant since) {
  /** One that no log is needed for. */
  public static Question of(Probe probe) {
    return new Question(probe, List.of(), Instant.EPOCH);
  }
}
