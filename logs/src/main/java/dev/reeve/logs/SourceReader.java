package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The lines of one source with one line of foresight, from some moment on. */
final class SourceReader implements Closeable {
  private final LogSource source;
  private final LineInput input;
  private final long since;
  private boolean begun;
  private long time = StampParser.NONE;
  private @Nullable Line next;

  /**
   * A reader.
   *
   * @param since lines before it are left out; null for none
   */
  SourceReader(LogSource source, ByteFeed feed, @Nullable Instant since) {
    this.source = source;
    this.input = new LineInput(feed, source);
    this.since = since == null ? StampParser.NONE : source.earliest(since.toEpochMilli());
    this.begun = since == null || !source.isTimed();
  }

  /** The next line, which stays the next; null when there is none, or none now. */
  @Nullable Line peek() throws IOException {
    while (next == null) {
      Line line = input.next();
      if (line == null) {
        return null;
      }
      offer(line);
    }
    return next;
  }

  private void offer(Line line) {
    Instant at = line.at();
    if (at != null) {
      time = at.toEpochMilli();
      begun |= time >= since;
    }
    if (begun) {
      next = line;
    }
  }

  /** The time of the next line, or of the last one before it that has a time. */
  long time() {
    return time;
  }

  /** Goes past the next line. */
  void take() {
    next = null;
  }

  /** Whether a line has begun and not ended. */
  boolean hasRest() {
    return next == null && input.hasRest();
  }

  /** Takes the beginning of a line that has not ended as the next line. */
  @Nullable Line peekRest() throws IOException {
    if (next == null) {
      Line rest = input.rest();
      if (rest != null) {
        offer(rest);
      }
    }
    return next;
  }

  /** What is read. */
  LogSource source() {
    return source;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
