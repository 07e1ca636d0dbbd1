package dev.reeve.api;

import io.avaje.jsonb.Json;

/** Another name for a service. */
@Json(naming = Json.Naming.LowerUnderscore)
public record RenameOrder(String target, String to) {
  /** What a peer left out is empty. */
  public RenameOrder {
    target = target == null ? "" : target;
    to = to == null ? "" : to;
  }
}
