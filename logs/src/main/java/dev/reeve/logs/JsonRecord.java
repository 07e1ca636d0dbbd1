package dev.reeve.logs;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A line as {@link JsonEncoder} writes it. Other JSON is not understood, and shown as it is.
 *
 * @param millis since 1970
 * @param bytes what the program wrote
 * @param partial whether the line goes on in the next record
 * @param own whether it is a line of Reeve's own
 */
// Short-lived, made and taken apart in one place; compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
record JsonRecord(long millis, byte[] bytes, boolean partial, boolean own) {
  private static final byte[] AT = ascii("{\"at\":\"");
  private static final byte[] STREAM = ascii("\",\"stream\":\"");
  private static final byte[] LINE = ascii("\",\"line\":\"");
  private static final byte[] BASE64 = ascii("\",\"base64\":\"");
  private static final byte[] END = ascii("\"}");
  private static final byte[] PARTIAL_END = ascii("\",\"partial\":true}");

  /** Null when it is no such record. */
  static @Nullable JsonRecord parse(byte[] in, int from, int to, StampParser stamps) {
    if (!at(AT, in, from, to)) {
      return null;
    }
    int at = from + AT.length;
    long millis = stamps.parse(in, at, to);
    at += stamps.length();
    if (millis == StampParser.NONE || !at(STREAM, in, at, to)) {
      return null;
    }
    at += STREAM.length;
    boolean own = in[Math.min(at, to - 1)] == 'r';
    while (at < to && in[at] != '"') {
      at++;
    }
    boolean partial = endsWith(PARTIAL_END, in, at, to);
    if (!partial && !endsWith(END, in, at, to)) {
      return null;
    }
    int end = to - (partial ? PARTIAL_END.length : END.length);
    byte[] bytes = null;
    if (at(LINE, in, at, end)) {
      bytes = unescaped(in, at + LINE.length, end);
    } else if (at(BASE64, in, at, end)) {
      bytes = decoded(Arrays.copyOfRange(in, at + BASE64.length, end));
    }
    return bytes == null ? null : new JsonRecord(millis, bytes, partial, own);
  }

  private static byte @Nullable [] decoded(byte[] base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte @Nullable [] unescaped(byte[] in, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    int at = from;
    while (at < to) {
      byte b = in[at++];
      if (b == '"') {
        return null;
      }
      if (b != '\\') {
        out.write(b);
        continue;
      }
      if (at == to) {
        return null;
      }
      byte escape = in[at++];
      switch (escape) {
        case '"', '\\' -> out.write(escape);
        case 'n' -> out.write('\n');
        case 'r' -> out.write('\r');
        case 't' -> out.write('\t');
        case 'u' -> {
          int high = at + 4 <= to ? Character.digit(in[at + 2], 16) : -1;
          int low = at + 4 <= to ? Character.digit(in[at + 3], 16) : -1;
          if (high < 0 || low < 0) {
            return null;
          }
          out.write(high << 4 | low);
          at += 4;
        }
        default -> {
          return null;
        }
      }
    }
    return out.toByteArray();
  }

  private static boolean at(byte[] text, byte[] in, int from, int to) {
    return from + text.length <= to
        && Arrays.equals(text, 0, text.length, in, from, from + text.length);
  }

  private static boolean endsWith(byte[] text, byte[] in, int from, int to) {
    return to - text.length >= from && at(text, in, to - text.length, to);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
