package dev.reeve.logs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files of a log that no stream writes at the moment. */
public final class LogFiles {
  private LogFiles() {}

  /**
   * Empties the current file and deletes the ones put aside. For attached ones see {@link
   * LogStream#flush}.
   *
   * @throws IOException {@code cannot clear /x.log: reason}
   */
  public static void flush(Path file) throws IOException {
    try {
      new Shelf(file).trim(0);
      FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
          .truncate(0)
          .close();
    } catch (NoSuchFileException nothing) {
      // Nothing to clear.
    } catch (IOException e) {
      throw Reason.wrap("clear", file, e);
    }
  }
}
