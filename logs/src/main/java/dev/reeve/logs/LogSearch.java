package dev.reeve.logs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Finds lines. */
public final class LogSearch {
  private LogSearch() {}

  /**
   * Gives every line that matches, in the order of {@link LogReader#read}, as it is found; with a
   * limit the newest ones, once all is read. Of a line longer than a megabyte, each piece is looked
   * at by itself.
   *
   * @param query {@link LogQuery#last} limits the lines that match, not those that are looked at
   * @param pattern what to look for
   * @throws IOException when a file cannot be read, or a line takes the pattern too long
   */
  public static void find(
      List<LogSource> sources, LogQuery query, LinePattern pattern, LineSink sink)
      throws IOException {
    LogQuery all = new LogQuery(LogQuery.ALL, query.since(), query.only());
    if (query.last() == LogQuery.ALL) {
      LogReader.read(sources, all, line -> !pattern.matches(line.bytes()) || sink.line(line));
      return;
    }
    Deque<Line> newest = new ArrayDeque<>();
    LogReader.read(
        sources,
        all,
        line -> {
          if (pattern.matches(line.bytes())) {
            newest.add(line);
            if (newest.size() > query.last()) {
              newest.remove();
            }
          }
          return true;
        });
    for (Line line : newest) {
      if (!sink.line(line)) {
        return;
      }
    }
  }
}
