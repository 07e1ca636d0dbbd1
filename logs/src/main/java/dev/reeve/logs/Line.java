package dev.reeve.logs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line that was read from a log, or a piece of one that is too long to be handled whole. */
public final class Line {
  private final @Nullable Instant at;
  private final LogSource source;
  private final Std std;
  private final byte[] bytes;
  private final boolean continued;
  private final boolean unfinished;

  Line(
      @Nullable Instant at,
      LogSource source,
      Std std,
      byte[] bytes,
      boolean continued,
      boolean unfinished) {
    this.at = at;
    this.source = source;
    this.std = std;
    this.bytes = bytes;
    this.continued = continued;
    this.unfinished = unfinished;
  }

  /** When it was taken in, to the millisecond; null where the file does not say. */
  public @Nullable Instant at() {
    return at;
  }

  /** Where it was read. */
  public LogSource source() {
    return source;
  }

  /** The name of the service. */
  public String service() {
    return source.service();
  }

  /** The number of the instance. */
  public int instance() {
    return source.instance();
  }

  /** The stream it was written to. */
  public Std std() {
    return std;
  }

  /** What the program wrote, without the newline and without what was put before it. Not a copy. */
  public byte[] bytes() {
    return bytes;
  }

  /** {@link #bytes} as UTF-8; what is not UTF-8 appears as the replacement character. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** True when this goes on where the piece before it, of the same source, left off. */
  public boolean continued() {
    return continued;
  }

  /** True when the line is not at its end: its next piece follows, or has not been written yet. */
  public boolean unfinished() {
    return unfinished;
  }

  @Override
  public String toString() {
    return source.service() + "#" + source.instance() + " " + std.word() + " " + at + " " + text();
  }
}
