package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The lines of many sources in the order of their times, each source in its own order. */
final class Merge implements Closeable {
  private record Head(SourceReader reader, long time, int index) {}

  private final List<SourceReader> readers;
  private final boolean withRests;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>((a, b) ->
          a.time() != b.time()
              ? Long.compare(a.time(), b.time())
              : Integer.compare(a.index(), b.index()));
  // Sources that had no line when they were asked last.
  private final List<Integer> dry = new ArrayList<>();

  /**
   * A merge.
   *
   * @param withRests whether a line that has not ended is given too, when its source is at its end
   */
  Merge(List<SourceReader> readers, boolean withRests) {
    this.readers = List.copyOf(readers);
    this.withRests = withRests;
    for (int i = 0; i < readers.size(); i++) {
      dry.add(i);
    }
  }

  /** The next line; null when no source has one now. */
  @Nullable Line next() throws IOException {
    askDry();
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    Line line = head.reader().peek();
    head.reader().take();
    dry.add(head.index());
    return line;
  }

  private void askDry() throws IOException {
    for (Iterator<Integer> each = dry.iterator(); each.hasNext(); ) {
      int index = each.next();
      SourceReader reader = readers.get(index);
      Line line = reader.peek();
      if (line == null && withRests) {
        line = reader.peekRest();
      }
      if (line != null) {
        each.remove();
        heads.add(new Head(reader, reader.time(), index));
      }
    }
  }

  /** Whether some source has the beginning of a line that has not ended. */
  boolean hasRests() {
    return readers.stream().anyMatch(SourceReader::hasRest);
  }

  /** Makes the beginnings of lines that have not ended the next lines. */
  void releaseRests() throws IOException {
    for (SourceReader reader : readers) {
      reader.peekRest();
    }
  }

  @Override
  public void close() throws IOException {
    for (SourceReader reader : readers) {
      reader.close();
    }
  }
}
