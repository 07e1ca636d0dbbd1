package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/** A signal, by name or number, for all processes of services. */
@Json(naming = Json.Naming.LowerUnderscore)
public record SignalOrder(List<String> targets, String signal) {
  /** What a peer left out is empty. */
  public SignalOrder {
    targets = targets == null ? List.of() : List.copyOf(targets);
    signal = signal == null ? "" : signal;
  }
}
