package dev.reeve.logs;

import java.io.IOException;
import java.util.List;

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
      throws IOException {}
}
