package dev.reeve.api;

import io.avaje.jsonb.Json;
import java.util.List;

/**
 * Asks for output.
 *
 * @param targets none means all
 * @param stream {@code out}, {@code err}, or empty for both
 * @param lines how many of the last lines; negative for all
 * @param since RFC 3339, or empty
 * @param pattern regular expression that lines must contain, or empty
 * @param ignoreCase of the pattern
 * @param fixed the pattern is plain text
 * @param follow go on with new lines until the caller hangs up
 * @param daemon the daemon's own log instead
 */
@Json(naming = Json.Naming.LowerUnderscore)
public record LogQuery(
    List<String> targets,
    String stream,
    int lines,
    String since,
    String pattern,
    boolean ignoreCase,
    boolean fixed,
    boolean follow,
    boolean daemon) {
  /** What a peer left out is empty. */
  public LogQuery {
    targets = targets == null ? List.of() : List.copyOf(targets);
    stream = stream == null ? "" : stream;
    since = since == null ? "" : since;
    pattern = pattern == null ? "" : pattern;
  }

  /**
   * The same for what was written from a moment on, and what is to come.
   *
   * @param moment RFC 3339
   */
  public LogQuery from(String moment) {
    return new LogQuery(targets, stream, -1, moment, pattern, ignoreCase, fixed, true, daemon);
  }

  /** The same for what there is now. */
  public LogQuery still() {
    return new LogQuery(targets, stream, lines, since, pattern, ignoreCase, fixed, false, daemon);
  }

  /**
   * What is to be said at the end.
   *
   * @param lines how many were sent
   * @param hints names of services that write log files of their own, too
   */
  @Json
  public record Reply(long lines, List<String> hints) {
    /** What a peer left out is empty. */
    public Reply {
      hints = hints == null ? List.of() : List.copyOf(hints);
    }
  }
}
