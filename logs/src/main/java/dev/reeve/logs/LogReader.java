package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads logs: current files, the ones put aside, compressed ones too. */
public final class LogReader {
  private LogReader() {}

  /**
   * Gives the lines a query asks for, those of many sources merged in the order of their times. The
   * order within a source is never changed; lines of equal time come in the order of the sources.
   * Lines without a time go with the one before; a source without any time comes first.
   *
   * @throws IOException when a file cannot be read; a missing one has no lines
   */
  public static void read(List<LogSource> sources, LogQuery query, LineSink sink)
      throws IOException {
    if (query.last() == 0) {
      return;
    }
    List<LogSource> asked = asked(sources, query);
    try (Opened files = new Opened()) {
      for (LogSource source : asked) {
        files.parts.add(Parts.open(new Shelf(source.file())));
      }
      long skip = surplus(asked, files.parts, query, true);
      try (Merge merge = open(asked, files.parts, query, true)) {
        Line line;
        while ((line = merge.next()) != null) {
          if (skip > 0) {
            // Pieces of one line count once.
            skip -= line.continued() ? 0 : 1;
          } else if (!sink.line(line)) {
            return;
          }
        }
      }
    }
  }

  /** Those of which the query wants anything. */
  static List<LogSource> asked(List<LogSource> sources, LogQuery query) {
    return sources.stream()
        .filter(source -> query.only() == null || query.only() == source.std())
        .toList();
  }

  /** Where to begin to read a log so that nothing a query asks for is missing. */
  static Place start(LogSource source, Parts parts, LogQuery query) throws IOException {
    Place start = StartFinder.ofLast(parts, query.last());
    Instant since = query.since();
    if (since != null) {
      Place byTime = TimeFinder.of(source, parts, since.toEpochMilli());
      return byTime.isAfter(start) ? byTime : start;
    }
    return start;
  }

  /**
   * How many lines too many there are: each source begins as if it were the only one.
   *
   * @param withRests whether a line that has not ended is counted
   */
  static long surplus(List<LogSource> sources, List<Parts> parts, LogQuery query, boolean withRests)
      throws IOException {
    if (query.last() == LogQuery.ALL || (sources.size() == 1 && query.since() == null)) {
      return 0;
    }
    long count = 0;
    try (Merge merge = open(sources, parts, query, withRests)) {
      Line line;
      while ((line = merge.next()) != null) {
        count += line.continued() ? 0 : 1;
      }
    }
    return Math.max(0, count - query.last());
  }

  private static Merge open(
      List<LogSource> sources, List<Parts> parts, LogQuery query, boolean withRests)
      throws IOException {
    List<SourceReader> readers = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      readers.add(
          reader(
              sources.get(i),
              parts.get(i),
              query.since(),
              start(sources.get(i), parts.get(i), query)));
    }
    return new Merge(readers, withRests);
  }

  private static SourceReader reader(
      LogSource source, Parts parts, @Nullable Instant since, Place start) {
    return new SourceReader(source, new PartsFeed(parts, start), since);
  }

  /** Closes what was opened, also when not all could be. */
  private static final class Opened implements Closeable {
    final List<Parts> parts = new ArrayList<>();

    @Override
    public void close() throws IOException {
      for (Parts each : parts) {
        each.close();
      }
    }
  }
}
