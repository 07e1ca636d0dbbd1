package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing comes from a stream, or that it flows.
 *
 * @param stream {@code out} or {@code err}
 * @param file where it goes; {@code null} if it is thrown away
 * @param state {@code flowing}, {@code quiet}, {@code stopped}, {@code blocked}, {@code unread},
 *     {@code moved} or {@code discarded}
 * @param written when the file was written last, RFC 3339; null if it is not there
 * @param text for people
 */
@Json
public record LogState(
    String service,
    int instance,
    String stream,
    String file,
    String state,
    @Nullable String written,
    String text) {
  /** The answer to a question for them. */
  @Json
  public record All(List<LogState> streams) {}
}
