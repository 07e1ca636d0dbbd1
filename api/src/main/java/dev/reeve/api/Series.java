package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * The history of an instance.
 *
 * @param points in the order of time; there is none of a time in which no daemon ran
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Series(String service, int instance, List<Point> points) {
  /**
   * An instance at one time.
   *
   * @param at RFC 3339: the beginning of its interval
   * @param cpuPercent of one core, the mean of the interval
   * @param memoryBytes resident, the most in the interval
   * @param uptimeMs at its end, in whole seconds; 0 when none runs
   * @param restarts without being asked, since it was last asked
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Point(
      String at, double cpuPercent, long memoryBytes, long uptimeMs, int restarts, String state) {}
}
