package dev.reeve.logs;

import java.io.IOException;

/** Takes lines as they are read. */
@FunctionalInterface
public interface LineSink {
  /**
   * Takes a line.
   *
   * @return false to have enough
   * @throws IOException ends the reading, and reaches who asked for it
   */
  boolean line(Line line) throws IOException;
}
