package dev.reeve.logs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a place before which all lines are older than some moment, in few steps: by the first time
 * of each file, and within a file by halving. A clock that was set back may hide a line from it.
 */
final class TimeFinder {
  private static final int BLOCK = 64 * 1024;
  private static final int JSON_TIME = "{\"at\":\"".length();

  private final long millis;
  private final byte[] block = new byte[BLOCK];
  private final StampParser stamps = new StampParser();

  private final @Nullable HeadParser head;

  private TimeFinder(LogSource source, long millis) {
    this.millis = source.earliest(millis);
    this.head = source.head();
  }

  /** A place from which on nothing that is as new as this, or newer, is missing. */
  static Place of(LogSource source, Parts parts, long millis) throws IOException {
    return new TimeFinder(source, millis).find(parts.list());
  }

  private Place find(List<Part> parts) throws IOException {
    for (int index = parts.size() - 1; index > 0; index--) {
      Part part = parts.get(index);
      if (part.compressed()) {
        InputStream in = part.unzipped();
        if (older(timed(in.readNBytes(block, 0, BLOCK), 0))) {
          return new Place(index, 0);
        }
      } else if (older(timedAt(part, 0))) {
        return new Place(index, halve(part));
      }
    }
    boolean plain = !parts.isEmpty() && !parts.getFirst().compressed();
    return new Place(0, plain && older(timedAt(parts.getFirst(), 0)) ? halve(parts.getFirst()) : 0);
  }

  private boolean older(long time) {
    return time != StampParser.NONE && time < millis;
  }

  private long halve(Part part) throws IOException {
    long low = 0;
    long high = part.size();
    while (high - low > BLOCK) {
      long middle = (low + high) >>> 1;
      if (older(timedAt(part, middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    // What was found older began somewhere behind this place.
    return low;
  }

  /** The first time at the start of a line in the block that begins here. */
  private long timedAt(Part part, long offset) throws IOException {
    int count = Math.max(0, part.read(block, 0, BLOCK, offset));
    return timed(count, offset);
  }

  private long timed(int count, long offset) {
    int at = offset == 0 ? 0 : Newline.first(block, 0, count) + 1;
    while (at < count && (at > 0 || offset == 0)) {
      if (head != null && head.parse(block, at, count) && head.millis() != StampParser.NONE) {
        return head.millis();
      }
      int time = block[at] == '{' ? at + JSON_TIME : at;
      long found = time < count ? stamps.parse(block, time, count) : StampParser.NONE;
      if (found != StampParser.NONE) {
        return found;
      }
      int newline = Newline.first(block, at, count);
      if (newline < 0) {
        break;
      }
      at = newline + 1;
    }
    return StampParser.NONE;
  }
}
