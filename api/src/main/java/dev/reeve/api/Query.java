package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Which services are meant.
 *
 * @param targets names, ids, {@code name#n}, globs, {@code @group} or {@code all}; none means all
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Query(List<String> targets) {
  /** What a peer left out is empty. */
  public Query {
    targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
