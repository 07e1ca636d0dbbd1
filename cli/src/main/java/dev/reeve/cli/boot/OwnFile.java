package dev.reeve.cli.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** Files of the system that are wholly ours. */
public final class OwnFile {
  private OwnFile() {}

  /**
   * Writes a file, so that at any moment there is the old one or the new one. What is there is
   * replaced; a link is replaced, not followed.
   *
   * @param mode its permissions, whatever the umask
   */
  public static void write(Path file, String text, int mode) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, "." + file.getFileName() + ".", ".new");
    try {
      try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        Files.setPosixFilePermissions(fresh, permissions(mode));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    StringBuilder text = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return new HashSet<>(PosixFilePermissions.fromString(text.toString()));
  }

  /**
   * Makes a link to one of our programs, replacing one to another installation of Reeve.
   *
   * @return false when there is something that is not ours; it is left alone
   */
  public static boolean link(Path link, Path program) throws IOException {
    if (Files.isSymbolicLink(link)) {
      if (!isOurs(link, program)) {
        return false;
      }
      Files.delete(link);
    } else if (Files.exists(link)) {
      return false;
    }
    Files.createDirectories(link.toAbsolutePath().getParent());
    Files.createSymbolicLink(link, program);
    return true;
  }

  /**
   * Removes a link that {@link #link} has made.
   *
   * @return false when there is none to this program
   */
  public static boolean unlink(Path link, Path program) throws IOException {
    if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(program)) {
      Files.delete(link);
      return true;
    }
    return false;
  }

  private static boolean isOurs(Path link, Path program) throws IOException {
    return Files.readSymbolicLink(link)
        .endsWith(program.subpath(program.getNameCount() - 2, program.getNameCount()));
  }
}
