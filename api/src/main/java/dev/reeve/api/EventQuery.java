package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Asks for the journal.
 *
 * @param targets none means everything
 * @param last how many of the last; negative for all
 * @param since RFC 3339, or empty
 * @param follow go on with new ones until the caller hangs up
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record EventQuery(List<String> targets, int last, String since, boolean follow) {
  /** What a peer left out is empty. */
  public EventQuery {
    targets = targets == null ? List.of() : List.copyOf(targets);
    since = since == null ? "" : since;
  }

  /** How many were sent. */
  @Json
  public record Reply(long events) {}
}
