package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * Asks for environments.
 *
 * @param reveal show values whose names look secret
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record EnvQuery(List<String> targets, boolean reveal) {
  /** What a peer left out is empty. */
  public EnvQuery {
    targets = targets == null ? List.of() : List.copyOf(targets);
  }

  /** One map an instance, by its name. */
  @Json
  public record Reply(Map<String, Map<String, String>> environments) {}
}
