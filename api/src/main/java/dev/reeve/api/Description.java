package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * Everything known of a service.
 *
 * @param desired {@code up} or {@code down}
 * @param spec every field, nested as in the configuration file
 * @param declared only the fields that differ from the defaults
 * @param processes of all instances
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Description(
    ServiceRow service,
    String desired,
    Map<String, Object> spec,
    Map<String, Object> declared,
    List<Logs> logs,
    List<ProcessRow> processes) {

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

  /** One process of an instance. */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record ProcessRow(
      int instance, int pid, int parent, String state, long memoryBytes, String command) {}
}
