package dev.reeve.logs;

import dev.reeve.linux.Errno;
import dev.reeve.linux.Fd;
import dev.reeve.linux.Fifo;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The pump's end of a named pipe.
 *
 * @param made whether it was made just now, so that nobody can have written to it
 */
record Inlet(Fd fd, boolean made) {
  private static final int MODE = 0600;

  /** Opens a FIFO for reading, making it and its directory if need be. */
  static Inlet open(Path path) throws IOException {
    try {
      try {
        return new Inlet(Fifo.openReader(path), false);
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
        make(path);
        return new Inlet(Fifo.openReader(path), true);
      }
    } catch (IOException e) {
      throw Reason.wrap("open", path, e);
    }
  }

  private static void make(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    }
    Fifo.create(path, MODE);
  }
}
