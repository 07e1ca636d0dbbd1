package dev.reeve.logs;

import java.io.IOException;
import java.util.List;

/** Finds lines. */
public final class LogSearch {
  private LogSearch() {}

  /**
   * Gives every line that matches, in the order of {@link LogReader#read}.
   *
   * @param pattern what to look for
   * @throws IOException when a file cannot be read, or a line takes the pattern too long
   */
  public static void find(
      List<LogSource> sources, LogQuery query, LinePattern pattern, LineSink sink)
      throws IOException {}
}
