package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directories that files of streams lie in. */
final class Directories {
  private static final String MODE = "rwxr-x---";

  private Directories() {}

  /** Makes a directory and those above it that are missing, 0750. */
  static void make(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(MODE)));
    }
  }

  /** The same for the directory of a file. */
  static void makeFor(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      make(directory);
    }
  }
}
