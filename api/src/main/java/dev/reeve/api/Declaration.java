package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/**
 * What is declared of a service, and nothing of what it does.
 *
 * @param declared only the fields that differ from the defaults, nested as in the configuration
 *     file
 * @param source absolute path of the file that declares it; empty if none does
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record Declaration(String name, Map<String, Object> declared, String source) {
  @SuppressWarnings("ConstantValue") // an older daemon does not say it
  public Declaration {
    source = source == null ? "" : source;
  }

  /** The answer to the question for declarations. */
  @Json
  public record All(List<Declaration> services) {}
}
