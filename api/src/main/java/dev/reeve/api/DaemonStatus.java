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
 * @param together null where nothing is declared of all services together
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
    @Nullable Sampling sampling,
    @Nullable Together together) {
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

  /**
   * The control group that holds those of all services.
   *
   * @param path of the group; empty where there is none
   * @param limits for people
   * @param cpuMilli thousandths of a core; null for no limit
   * @param memoryMax bytes; null for no limit
   * @param swapMax bytes; null for no limit
   * @param memoryBytes what is in use; null where nobody counts
   * @param trouble what is not as it was declared; empty if all is
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Together(
      String path,
      String limits,
      @Nullable Long cpuMilli,
      @Nullable Long memoryMax,
      @Nullable Long swapMax,
      @Nullable Long memoryBytes,
      String trouble) {}
}
