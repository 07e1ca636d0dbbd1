package dev.reeve.logs;

import dev.reeve.linux.Errno;
import dev.reeve.linux.Fd;
import dev.reeve.linux.Fifo;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The pump's end of a named pipe. */
final class Inlet {
  private static final int MODE = 0600;

  private Inlet() {}

  /** Opens a FIFO for reading, making it and its directory if need be. */
  static Fd open(Path path) throws IOException {
    try {
      Optional<Fd> fd = Fifo.openReaderIfThere(path);
      if (fd.isPresent()) {
        return fd.get();
      }
      make(path);
      return Fifo.openReader(path);
    } catch (IOException e) {
      throw Reason.wrap("open", path, e);
    }
  }

  private static void make(Path path) throws IOException {
    try {
      Fifo.create(path, MODE);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      Directories.makeFor(path);
      Fifo.create(path, MODE);
    }
  }
}
