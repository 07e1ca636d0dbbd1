package dev.reeve.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a file that somebody else writes.
 *
 * @param size of the whole file, in bytes
 * @param modified when it was written last
 * @param lines the last ones, the one without a newline included
 */
public record FileEnd(long size, Instant modified, List<String> lines) {
  /** No more than this is read of a file, in bytes. */
  public static final int MOST = 256 * 1024;

  /**
   * Reads the end of a file.
   *
   * @param lines how many at most; the first one is left out if it begins too far from the end
   * @throws IOException {@code cannot read /x.log: reason}; for a symbolic link and for what is no
   *     regular file, too
   */
  public static FileEnd of(Path file, int lines) throws IOException {
    try (Part part = Part.open(file, false)) {
      long from = Math.max(0, part.size() - MOST);
      byte[] bytes = new byte[(int) (part.size() - from)];
      int length = 0;
      int count = 1;
      while (length < bytes.length && count > 0) {
        count = part.read(bytes, length, bytes.length - length, from + length);
        length += Math.max(0, count);
      }
      Instant modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
      return new FileEnd(part.size(), modified, last(bytes, length, from > 0, lines));
    } catch (FileSystemException e) {
      throw Reason.wrap("read", file, e);
    }
  }

  private static List<String> last(byte[] bytes, int length, boolean cut, int most) {
    List<String> lines = new ArrayList<>();
    int end = length > 0 && bytes[length - 1] == '\n' ? length - 1 : length;
    while (end >= 0 && length > 0 && lines.size() < most) {
      int before = Newline.last(bytes, 0, end);
      if (before < 0 && cut && !lines.isEmpty()) {
        break;
      }
      lines.add(new String(bytes, before + 1, end - before - 1, StandardCharsets.UTF_8));
      end = before;
    }
    return List.copyOf(lines.reversed());
  }
}
