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
 * Reads manifests and sources, which are not the daemon's: never a pipe or a device, and never more
 * than is sensible.
 */
final class SmallFile {
  private SmallFile() {}

  /**
   * The text of a regular file; nothing if it is none (as a symbolic link is not), cannot be read,
   * or is longer than that.
   *
   * @param longest in bytes
   */
  static Optional<String> read(Path path, int longest) {
    return begin(path, OpenFlags.O_NOFOLLOW, longest + 1)
        .filter(bytes -> bytes.length <= longest)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The first line of a file of any length, without its end; a program may be a symbolic link. */
  static String firstLine(Path path) {
    String begin =
        begin(path, 0, 256).map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1)).orElse("");
    int end = begin.indexOf('\n');
    return end < 0 ? begin : begin.substring(0, end);
  }

  private static Optional<byte[]> begin(Path path, int flags, int most) {
    try (Fd file = Fd.open(path, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | flags, 0)) {
      Path self = Path.of("/proc/self/fd/" + file.number());
      if (!Files.isRegularFile(self)) {
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(self)) {
        return Optional.of(in.readNBytes(most));
      }
    } catch (IOException e) {
      return Optional.empty(); // there is nothing that could be said of it
    }
  }
}
