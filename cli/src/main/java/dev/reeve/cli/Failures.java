package dev.reeve.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What an exception of the file system means. */
final class Failures {
  private Failures() {}

  /** File and reason. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> n.getFile() + ": no such file or folder";
      case AccessDeniedException a -> a.getFile() + ": permission denied";
      case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
