package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Flags to pin to services, or to take off.
 *
 * @param flags up to 50 letters, digits and {@code . _ : -} each; capital letters become small ones
 * @param ttlMs after which they go by themselves, in milliseconds; 0 for never. Means nothing for
 *     what is taken off
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record FlagOrder(List<String> targets, List<String> flags, long ttlMs) {
  /** What a peer left out is empty. */
  public FlagOrder {
    targets = targets == null ? List.of() : List.copyOf(targets);
    flags = flags == null ? List.of() : List.copyOf(flags);
  }
}
