package dev.reeve.daemon.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why an attempt failed, in a few words for people. */
final class Details {
  private Details() {}

  static String of(IOException e) {
    return switch (e) {
      case SocketTimeoutException slow -> "timed out";
      case UnknownHostException unknown -> "no such host";
      case EOFException early -> "connection closed without an answer";
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + small(file.getReason());
      default -> small(String.valueOf(e.getMessage()));
    };
  }

  /** Sentences of the system begin with a capital, details do not. */
  private static String small(String text) {
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1) : text;
  }
}
