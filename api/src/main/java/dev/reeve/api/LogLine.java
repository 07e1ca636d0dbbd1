package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of output.
 *
 * @param at RFC 3339, null where the file holds no times
 * @param stream {@code out} or {@code err}
 */
@Json
public record LogLine(
    @Nullable String at, String service, int instance, String stream, String line) {
  /** Some of them. */
  @Json
  public record Batch(List<LogLine> lines) {}
}
