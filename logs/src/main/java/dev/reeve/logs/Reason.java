package dev.reeve.logs;

import dev.reeve.linux.Errno;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, in the words that follow the colon of a message. */
final class Reason {
  private Reason() {}

  static String of(IOException e) {
    return switch (e) {
      case LinuxException kernel -> Errno.text(kernel.errno());
      case NoSuchFileException missing -> Errno.text(Errno.ENOENT);
      case AccessDeniedException denied -> Errno.text(Errno.EACCES);
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  /** {@code cannot VERB OBJECT: reason}. */
  static IOException wrap(String verb, Object object, IOException e) {
    return new IOException("cannot " + verb + " " + object + ": " + of(e), e);
  }

  /** What a failure on the way of a stream means to a person. */
  static String sentence(IOException e, StreamSpec spec) {
    return switch (e) {
      case LinuxException kernel when kernel.call().startsWith("splice(") ->
          "cannot write " + spec.spool() + ": " + of(e);
      case LinuxException kernel when kernel.call().contains(spec.spool().toString()) ->
          "cannot write " + spec.spool() + ": " + of(e);
      case LinuxException kernel -> "cannot write " + spec.file() + ": " + of(e);
      case FileSystemException file -> "cannot write " + spec.file() + ": " + of(e);
      default -> of(e);
    };
  }

  /** Whether there is no room. */
  static boolean full(IOException e) {
    return switch (e) {
      case LinuxException kernel -> kernel.is(Errno.ENOSPC) || kernel.is(Errno.EDQUOT);
      default -> e.getCause() instanceof IOException cause && full(cause);
    };
  }
}
