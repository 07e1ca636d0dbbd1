package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts the bytes of one source into lines; of a line that is too long, into pieces. */
final class LineInput implements Closeable {
  /** The longest piece of a line in bytes. */
  static final int LONGEST = 1024 * 1024;

  private static final int FIRST_BUFFER = 16 * 1024;

  private final ByteFeed feed;
  private final LineParser parser;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int scanned;
  private int end;
  private boolean inLine;

  LineInput(ByteFeed feed, LogSource source) {
    this.feed = feed;
    this.parser = new LineParser(source);
  }

  /** The next line that has ended, or piece of {@link #LONGEST} bytes; null when there is none. */
  @Nullable Line next() throws IOException {
    while (true) {
      int newline = Newline.first(buffer, scanned, end);
      if (newline >= 0) {
        return line(newline, newline + 1, false);
      }
      scanned = end;
      if (end - start >= LONGEST) {
        int cut = Utf8.characterStart(buffer, start, end);
        return line(cut, cut, true);
      }
      makeRoom();
      int count = feed.read(buffer, end, buffer.length - end);
      if (count <= 0) {
        return null;
      }
      end += count;
    }
  }

  /** Whether there are bytes of a line that has not ended. */
  boolean hasRest() {
    return end > start;
  }

  /** The bytes of a line that has not ended, as an unfinished line; null when there are none. */
  @Nullable Line rest() {
    return hasRest() ? line(end, end, true) : null;
  }

  private Line line(int to, int next, boolean unfinished) {
    Line line = parser.parse(buffer, start, to, inLine, unfinished);
    inLine = unfinished;
    start = next;
    scanned = Math.max(scanned, start);
    return line;
  }

  private void makeRoom() {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      scanned -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(2 * end, LONGEST));
    }
  }

  @Override
  public void close() throws IOException {
    feed.close();
  }
}
