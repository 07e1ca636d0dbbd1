package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Which history is asked for.
 *
 * @param targets as in {@link Query}
 * @param spanMs how far back; up to a quarter of an hour there is a point every two seconds, beyond
 *     it one a minute, for 18 hours
 * @param points how many there may be of an instance at most: more are put together; 0 for all
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record StatsQuery(List<String> targets, long spanMs, int points) {
  /** What a peer left out is empty. */
  public StatsQuery {
    targets = targets == null ? List.of() : List.copyOf(targets);
  }

  /**
   * The end of the answer.
   *
   * @param from RFC 3339
   * @param to RFC 3339
   * @param stepMs the time of one point
   */
  @Json(naming = Json.Naming.LowerUnderscore)
  public record Reply(String from, String to, long stepMs) {}
}
