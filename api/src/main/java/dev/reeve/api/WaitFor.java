package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Waits for services.
 *
 * @param until {@code running}, {@code ready}, {@code stopped} or {@code completed}
 * @param timeoutMs 0 waits for ever
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record WaitFor(List<String> targets, String until, long timeoutMs) {
  /** What a peer left out is empty. */
  public WaitFor {
    targets = targets == null ? List.of() : List.copyOf(targets);
    until = until == null ? "" : until;
  }
}
