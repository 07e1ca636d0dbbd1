package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The daemon itself.
 *
 * @param states how many instances are in each state
 * @param memoryBytes its resident memory
 * @param halted services were ended by a shutdown and wait for a resurrect
 * @param sampling null from a daemon that does not sample
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record DaemonStatus(
    int pid,
    String version,
    String home,
    String startedAt,
    long uptimeMs,
    int services,
    Map<String, Integer> states,
    long memoryBytes,
    int threads,
    boolean halted,
    String socket,
    String stateDirectory,
    String logDirectory,
    String configFile,
    String keeper,
    @Nullable Sampling sampling) {
  /**
   * How CPU and memory of instances are looked at.
   *
   * @param intervalMs between two looks
   * @param cpuPercent what it costs, of one core
   * @param stretched whether it looks more seldom than it should, because it costs too much
   * @param historyBytes of the file that holds the history
   * @param trouble why no history is kept; empty if it is
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Sampling(
      long intervalMs, double cpuPercent, boolean stretched, long historyBytes, String trouble) {}
}
