package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Something to do with services.
 *
 * @param force without the grace of a stop
 * @param await stream progress and answer when it is done, or failed; otherwise when it is accepted
 * @param timeoutMs how long to wait at most; 0 waits as long as the services may take
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Action(List<String> targets, boolean force, boolean await, long timeoutMs) {
  /** What a peer left out is empty. */
  public Action {
    targets = targets == null ? List.of() : List.copyOf(targets);
  }
}
