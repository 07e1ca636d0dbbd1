package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/** Whether services are brought back when the machine boots. */
@Json(naming = Json.Naming.LowerUnderscore)
public record EnableOrder(List<String> targets, boolean enabled) {
  /** What a peer left out is empty. */
  public EnableOrder {
    targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
