package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service in a list.
 *
 * @param state of the instance that needs attention most
 * @param restarts of all instances together
 * @param command as a person would type it
 * @param flags what people have pinned to it
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record ServiceRow(
    int id,
    String name,
    String group,
    String state,
    boolean enabled,
    int restarts,
    String command,
    List<InstanceRow> instances,
    List<Flag> flags) {
  /** An older daemon knows no flags. */
  public ServiceRow {
    flags = flags == null ? List.of() : List.copyOf(flags);
  }

  /**
   * A note that somebody has pinned to a service.
   *
   * @param until RFC 3339, when it goes by itself; null for never
   * @param by who has set it
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Flag(String name, @Nullable String until, String by) {}

  /** The answer to a list. */
  @Json
  public record Rows(List<ServiceRow> services) {}

  /**
   * One instance of it.
   *
   * @param pid null when none runs
   * @param health {@code unknown} as long as nothing checks it
   * @param startedAt RFC 3339, null when none runs
   * @param uptimeMs null when none runs
   * @param restarts without being asked, since it was last asked
   * @param cpuPercent of one core since the last look, of all its processes; null when none runs
   * @param memoryBytes resident, of all its processes; null when none runs
   * @param processes how many it has
   * @param reason why it is in this state
   * @param troubles what its probes complain of, for people
   * @param hint why it cannot start and what to do, for people; null if nothing is known
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record InstanceRow(
      int instance,
      @Nullable Integer pid,
      String state,
      String health,
      @Nullable String startedAt,
      @Nullable Long uptimeMs,
      int restarts,
      @Nullable Double cpuPercent,
      @Nullable Long memoryBytes,
      int processes,
      String reason,
      @Nullable LastExit lastExit,
      List<String> troubles,
      @Nullable String hint) {}

  /**
   * How its latest process ended.
   *
   * @param code null if it was ended by a signal, or nobody saw it
   * @param signal name without SIG, null if it ended by itself
   * @param at RFC 3339
   * @param text for people
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record LastExit(@Nullable Integer code, @Nullable String signal, String at, String text) {}
}
