package dev.reeve.daemon.diagnosis;

import dev.reeve.linux.Fd;
import dev.reeve.linux.OpenFlags;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads manifests and sources, which are not the daemon's: never through a symbolic link, never a
 * pipe or a device, and never more than is sensible.
 */
final class SmallFile {
  private SmallFile() {}

  /**
   * The text of a regular file; nothing if it is none, cannot be read, or is longer than that.
   *
   * @param longest in bytes
   */
  static Optional<String> read(Path path, int longest) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;
    try (Fd file = Fd.open(path, flags, 0)) {
      Path self = Path.of("/proc/self/fd/" + file.number());
      if (!Files.isRegularFile(self)) {
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(self)) {
        byte[] bytes = in.readNBytes(longest + 1);
        return bytes.length > longest
            ? Optional.empty()
            : Optional.of(new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return Optional.empty(); // there is nothing that could be said of it
    }
  }

  /** The first line of a file of any length, without its end. */
  static String firstLine(Path path) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK;
    try (Fd file = Fd.open(path, flags, 0)) {
      Path self = Path.of("/proc/self/fd/" + file.number());
      if (!Files.isRegularFile(self)) {
        return "";
      }
      try (InputStream in = Files.newInputStream(self)) {
        String begin = new String(in.readNBytes(256), StandardCharsets.ISO_8859_1);
        int end = begin.indexOf('\n');
        return end < 0 ? begin : begin.substring(0, end);
      }
    } catch (IOException e) {
      return "";
    }
  }
}
