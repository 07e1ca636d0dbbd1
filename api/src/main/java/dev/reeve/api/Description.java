package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything known of a service.
 *
 * @param desired {@code up} or {@code down}
 * @param spec every field, nested as in the configuration file
 * @param declared only the fields that differ from the defaults
 * @param processes of all instances
 * @param groups the control groups of the service, which is instance 0, and of its instances; empty
 *     where there are none
 * @param rollout what is under way of renewing its instances a few at a time: {@code 1 of 3
 *     renewed}; null if nothing is
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Description(
    ServiceRow service,
    String desired,
    Map<String, Object> spec,
    Map<String, Object> declared,
    List<Logs> logs,
    List<ProcessRow> processes,
    List<GroupRow> groups,
    @Nullable String rollout) {

  /** The answer to a describe. */
  @Json
  public record All(List<Description> services) {}

  /**
   * The log files of an instance; a stream that is thrown away has the file {@code null}.
   *
   * @param blocked whether a log cannot be written now, and the program waits
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Logs(
      int instance, String stdout, String stderr, long linesDropped, boolean blocked) {}

  /**
   * A control group. What the kernel does not count is null.
   *
   * @param instance 0 for the group of the service
   * @param cpuPressure percent of the last ten seconds in which one of its processes waited for a
   *     processor
   * @param memoryPressure the same for memory
   * @param ioPressure the same for disks
   * @param memoryLimit null if there is none
   * @param throttled in how many periods of 100 ms it had used up its share of processor time
   * @param throttledMs how long it waited for the next one, all processors together
   * @param outOfMemoryKills of its processes, for want of memory
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record GroupRow(
      int instance,
      String path,
      @Nullable Double cpuPressure,
      @Nullable Double memoryPressure,
      @Nullable Double ioPressure,
      @Nullable Long memoryBytes,
      @Nullable Long memoryLimit,
      @Nullable Long processes,
      long throttled,
      long throttledMs,
      long outOfMemoryKills) {}

  /** One process of an instance. */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record ProcessRow(
      int instance, int pid, int parent, String state, long memoryBytes, String command) {}
}
