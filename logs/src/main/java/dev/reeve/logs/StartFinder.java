package dev.reeve.logs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** Finds the place where the last lines of a log begin, without reading what comes before. */
final class StartFinder {
  private static final int BLOCK = 64 * 1024;

  private final List<Part> parts;
  private final byte[] block = new byte[BLOCK];
  // How many newlines, counted from the end, lie behind the place.
  private long newlines;
  private boolean endSeen;

  private StartFinder(Parts parts, long lines) {
    this.parts = parts.list();
    this.newlines = lines;
  }

  /**
   * Where the last so many lines begin; the beginning when there are not so many.
   *
   * @param lines 0 for the start of a line that has not ended, or else the end
   */
  static Place ofLast(Parts parts, long lines) throws IOException {
    if (lines == LogQuery.ALL) {
      return Place.BEGINNING;
    }
    return new StartFinder(parts, lines).find();
  }

  private Place find() throws IOException {
    for (int index = parts.size() - 1; index >= 0; index--) {
      Part part = parts.get(index);
      long offset = part.compressed() ? inZip(part) : inPlain(part);
      if (offset >= 0) {
        return new Place(index, offset);
      }
    }
    return Place.BEGINNING;
  }

  /** The newline at the very end ends the last line; without it the last line has not ended. */
  private void seeEnd(boolean newline) {
    if (!endSeen) {
      endSeen = true;
      newlines = newline ? newlines + 1 : Math.max(newlines, 1);
    }
  }

  /** The place in this part; -1, and fewer newlines to go, when it is before. */
  private long inPlain(Part part) throws IOException {
    long until = part.size();
    while (until > 0) {
      long from = Math.max(0, until - BLOCK);
      int length = readBlock(part, from, (int) (until - from));
      seeEnd(length > 0 && block[length - 1] == '\n');
      int at = length;
      while ((at = Newline.last(block, 0, at)) >= 0) {
        if (--newlines == 0) {
          return from + at + 1;
        }
      }
      until = from;
    }
    return -1;
  }

  private int readBlock(Part part, long from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int count = part.read(block, done, length - done, from + done);
      if (count <= 0) {
        // Somebody has cut the file just now.
        break;
      }
      done += count;
    }
    return done;
  }

  /** As {@link #inPlain}, but read forwards, remembering the last places. */
  private long inZip(Part part) throws IOException {
    LongRing places = new LongRing(newlines + 1);
    long offset = 0;
    boolean newlineLast = false;
    InputStream in = part.unzipped();
    int count;
    while ((count = in.read(block, 0, BLOCK)) > 0) {
      int at = 0;
      while ((at = Newline.first(block, at, count)) >= 0) {
        places.add(offset + ++at);
      }
      offset += count;
      newlineLast = block[count - 1] == '\n';
    }
    if (offset == 0) {
      return -1;
    }
    seeEnd(newlineLast);
    if (places.added >= newlines) {
      return places.fromEnd((int) newlines);
    }
    newlines -= places.added;
    return -1;
  }

  /** The last so many numbers of a sequence. */
  private static final class LongRing {
    private static final int MOST = 1 << 26;

    private final int capacity;
    private long[] values = new long[16];
    private long added;

    LongRing(long capacity) {
      this.capacity = (int) Math.min(capacity, MOST);
    }

    void add(long value) {
      if (added == values.length && values.length < capacity) {
        values = Arrays.copyOf(values, 2 * values.length);
      }
      values[(int) (added++ % values.length)] = value;
    }

    long fromEnd(int count) {
      return values[(int) ((added - count) % values.length)];
    }
  }
}
