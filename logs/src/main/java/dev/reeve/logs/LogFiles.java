package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.Path;

/** The files of a log that no stream writes at the moment. */
public final class LogFiles {
  private LogFiles() {}

  /**
   * Empties the current file and deletes the ones put aside. For attached ones see {@link
   * LogStream#flush}.
   */
  public static void flush(Path file) throws IOException {}
}
