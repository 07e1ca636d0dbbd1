package dev.reeve.cli.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code /proc}: read whole or up to a bound, as their sizes say nothing. */
final class ProcText {
  private ProcText() {}

  /** At most so many bytes, as UTF-8; what is none becomes U+FFFD. */
  static String read(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(most), StandardCharsets.UTF_8);
    }
  }

  /** The same; empty where it may not be read or is not there any more. */
  static String readOr(Path file, int most, String otherwise) {
    try {
      return read(file, most);
    } catch (IOException e) {
      return otherwise;
    }
  }

  /** A number; 0 for what is none. */
  static long number(String text) {
    String digits = text.strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Words between blanks. */
  static String[] words(String line) {
    return line.strip().split("\\s+", -1);
  }

  /** The rest of the line that begins with {@code key:}; empty if there is none. */
  static String field(String text, String key) {
    String begin = key + ":";
    int at = text.startsWith(begin) ? 0 : text.indexOf("\n" + begin);
    if (at < 0) {
      return "";
    }
    int from = text.indexOf(':', at) + 1;
    int end = text.indexOf('\n', from);
    return text.substring(from, end < 0 ? text.length() : end).strip();
  }

  /** Bytes of a field in kB, which are of 1024 bytes. */
  static long kilobytes(String text, String key) {
    String value = field(text, key);
    int blank = value.indexOf(' ');
    return number(blank < 0 ? value : value.substring(0, blank)) * 1024;
  }
}
