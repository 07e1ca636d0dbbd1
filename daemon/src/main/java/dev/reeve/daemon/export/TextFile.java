package dev.reeve.daemon.export;

import dev.reeve.daemon.supervisor.Reasons;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of metrics for others, such as the textfile collector of node_exporter: replaced as a
 * whole, so that nobody reads half of it, and readable for everybody.
 */
final class TextFile {
  private final Path path;
  private final Path beside;
  private final Trouble trouble;

  TextFile(Path path, Trouble.Note note) {
    this.path = path;
    // The collector reads *.prom only.
    this.beside = path.resolveSibling(path.getFileName() + ".tmp");
    this.trouble = new Trouble(note, "metrics are written to " + path + " again");
  }

  /** Puts these bytes in its place; what keeps it from that is said once. */
  void write(byte[] bytes) {
    try {
      // In a folder of others a link may lie in wait.
      Files.deleteIfExists(beside);
      try (SeekableByteChannel file =
          Files.newByteChannel(
              beside,
              Set.of(
                  StandardOpenOption.CREATE_NEW,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS))) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
          file.write(all);
        }
      }
      Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
      trouble.none();
    } catch (IOException e) {
      trouble.has("cannot write metrics to " + path + ": " + Reasons.of(e));
    }
  }
}
