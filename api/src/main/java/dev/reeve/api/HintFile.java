package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file that a service writes itself, see {@code logs.hints}.
 *
 * @param path of the file
 * @param size in bytes; null if it cannot be read
 * @param modified RFC 3339; null if it cannot be read
 * @param lines the last ones
 * @param error why it cannot be read; empty if it can
 */
@Json
public record HintFile(
    String service,
    String path,
    @Nullable Long size,
    @Nullable String modified,
    List<String> lines,
    String error) {
  /** The answer to a question for them. */
  @Json
  public record All(List<HintFile> files) {}

  /**
   * The question.
   *
   * @param targets none means all
   * @param lines how many of each file; the daemon has a limit
   */
  @Json
  public record Wanted(List<String> targets, int lines) {
    /** What a peer left out is empty. */
    public Wanted {
      targets = targets == null ? List.of() : List.copyOf(targets);
    }
  }
}
