package dev.reeve.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a log that the pump of this process writes, without end: those that were there when
 * it was opened, and then what is added, from file to file as they are rotated.
 *
 * <p>Which file is the next is known by counting rotations, so a reader that is late finds its file
 * under whatever number it has by now. A file it reads stays open, whatever becomes of its name.
 * What the pump has not committed is not read: it may be taken back.
 */
final class TailFeed implements ByteFeed {
  private final Shelf shelf;
  private final Parts parts;
  private final PartsFeed past;
  private boolean inPast = true;
  private @Nullable Part current;
  private @Nullable InputStream unzipped;
  private long generation;
  private long clearings;
  private long offset;
  private long missed;
  // How often what came next was not what followed in the output.
  private long breaks;
  private byte lastByte = '\n';

  private TailFeed(Shelf shelf, Parts parts, Place start, long generation, long clearings) {
    this.shelf = shelf;
    this.parts = parts;
    this.past = new PartsFeed(parts, start);
    this.generation = generation;
    this.clearings = clearings;
  }

  /** Opens a log at the place where the query begins. */
  static TailFeed open(Shelf shelf, LogSource source, LogQuery query) throws IOException {
    Parts parts;
    long generation;
    long clearings;
    synchronized (shelf) {
      parts = Parts.open(shelf);
      generation = shelf.generation();
      clearings = shelf.clearings();
      if (parts.withCurrent()) {
        Part current = parts.list().getLast();
        shelf.current(current.key());
        current.limit(shelf.size());
      }
    }
    try {
      return new TailFeed(
          shelf, parts, LogReader.start(source, parts, query), generation, clearings);
    } catch (IOException e) {
      parts.close();
      throw e;
    }
  }

  /** The files there were when it was opened. */
  Parts past() {
    return parts;
  }

  /** How many files were deleted by rotation before they could be read. */
  long missed() {
    return missed;
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    if (inPast) {
      int count = past.read(into, at, most);
      if (count > 0) {
        return given(into, at, count);
      }
      inPast = false;
      leavePast();
    }
    while (true) {
      int count = readCurrent(into, at, most);
      if (count > 0) {
        return given(into, at, count);
      }
      long breaksBefore = breaks;
      boolean more = moveOn();
      if (lastByte != '\n' && breaks != breaksBefore) {
        // The rest of that line is gone; what comes now is another one.
        into[at] = '\n';
        return given(into, at, 1);
      }
      if (!more) {
        return -1;
      }
    }
  }

  private int given(byte[] bytes, int at, int count) {
    lastByte = bytes[at + count - 1];
    return count;
  }

  /** The last file of the past is read on, the others are done with. */
  private void leavePast() throws IOException {
    for (Part part : parts.list()) {
      if (parts.withCurrent() && part == parts.list().getLast()) {
        current = part;
        offset = part.size();
      } else {
        part.close();
      }
    }
  }

  private int readCurrent(byte[] into, int at, int most) throws IOException {
    Part part = current;
    if (part == null) {
      return -1;
    }
    if (unzipped != null) {
      return unzipped.read(into, at, most);
    }
    long limit;
    synchronized (shelf) {
      if (shelf.generation() == generation && shelf.clearings() != clearings) {
        return -1;
      }
      limit = shelf.generation() == generation ? shelf.size() : Long.MAX_VALUE;
    }
    if (offset >= limit) {
      return -1;
    }
    int count = part.read(into, at, (int) Math.min(most, limit - offset), offset);
    synchronized (shelf) {
      if (shelf.generation() == generation && shelf.clearings() != clearings) {
        // What was read may be of after the clearing, and from the midst of it.
        return -1;
      }
    }
    offset += Math.max(count, 0);
    return count;
  }

  /** True when there may be something to read after all. */
  private boolean moveOn() throws IOException {
    synchronized (shelf) {
      if (shelf.clearings() != clearings) {
        clearings = shelf.clearings();
        if (shelf.generation() == generation) {
          // Emptied: what is there now is new.
          offset = 0;
          breaks++;
          return true;
        }
      }
      Part part = current;
      if (part == null) {
        return open(0);
      }
      if (shelf.generation() == generation) {
        return false;
      }
      // It was replaced, so nothing more is written to it; but something may have been until then.
      if (unzipped == null && offset < part.sizeNow()) {
        return true;
      }
      return open(1);
    }
  }

  /** Opens the file that many rotations after the one read last, or the nearest one there is. */
  private boolean open(int later) throws IOException {
    for (long next = generation + later; next <= shelf.generation(); next++) {
      int number = Math.toIntExact(shelf.generation() - next);
      Part opened = tryOpen(number);
      if (opened != null) {
        closeCurrent();
        current = opened;
        unzipped = opened.compressed() ? opened.unzipped() : null;
        missed += next - generation - later;
        breaks += next - generation - later;
        generation = next;
        offset = 0;
        return true;
      }
    }
    return false;
  }

  private @Nullable Part tryOpen(int number) throws IOException {
    try {
      return Part.open(number == 0 ? shelf.file() : shelf.plain(number), false);
    } catch (NoSuchFileException compressed) {
      if (number == 0) {
        return null;
      }
    }
    try {
      return Part.open(shelf.compressed(number), true);
    } catch (NoSuchFileException gone) {
      return null;
    }
  }

  private void closeCurrent() throws IOException {
    if (current != null) {
      current.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeCurrent();
    parts.close();
  }
}
