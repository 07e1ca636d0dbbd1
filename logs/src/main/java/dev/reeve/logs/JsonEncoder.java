package dev.reeve.logs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * {@code {"at":"…","stream":"out","line":"…"}}, one record a line. A line that is too long or does
 * not end comes in pieces, all but the last with {@code "partial":true}; bytes that are no UTF-8
 * come as {@code "base64"} instead of {@code "line"}. So the bytes can be had back exactly.
 */
final class JsonEncoder implements Encoder {
  /** The longest piece of a line in one record, in bytes. */
  static final int PIECE = 64 * 1024;

  /** What surrounds the line, generously. */
  private static final int FRAME = 160;

  private static final byte[] AT = ascii("{\"at\":\"");
  private static final byte[] LINE = ascii("\",\"line\":\"");
  private static final byte[] BASE64 = ascii("\",\"base64\":\"");
  private static final byte[] END = ascii("\"}\n");
  private static final byte[] PARTIAL_END = ascii("\",\"partial\":true}\n");
  private static final byte[] HEX = ascii("0123456789abcdef");

  private final byte[] stream;

  /**
   * An encoder for one stream.
   *
   * @param stream {@code out} or {@code err}
   */
  JsonEncoder(String stream) {
    this.stream = ascii("\",\"stream\":\"" + stream);
  }

  @Override
  public int encode(byte[] in, int from, int to, Batch out, boolean whole) {
    int at = from;
    while (at < to && out.takesLine()) {
      int newline = Newline.first(in, at, Math.min(to, at + PIECE + 1));
      int end = newline;
      if (newline < 0) {
        if (to - at > PIECE) {
          end = Utf8.characterStart(in, at, at + PIECE);
        } else if (whole) {
          end = to;
        } else {
          break;
        }
      }
      if (6 * (end - at) + FRAME > out.room()) {
        break;
      }
      record(in, at, end, newline < 0, stream, out);
      at = newline < 0 ? end : end + 1;
    }
    return at;
  }

  @Override
  public boolean cuts() {
    return false;
  }

  @Override
  public void own(String text, Batch out) {
    byte[] line = Encoder.ownLine(text);
    record(line, 0, line.length, false, ascii("\",\"stream\":\"reeve"), out);
  }

  private static void record(
      byte[] in, int from, int to, boolean partial, byte[] stream, Batch out) {
    put(AT, out);
    out.put(out.stamp.bytes, 0, out.stamp.length() - 1);
    put(stream, out);
    int mark = out.length;
    put(LINE, out);
    if (!text(in, from, to, out)) {
      out.length = mark;
      put(BASE64, out);
      put(Base64.getEncoder().encode(Arrays.copyOfRange(in, from, to)), out);
    }
    put(partial ? PARTIAL_END : END, out);
  }

  /** False when it is no UTF-8. */
  private static boolean text(byte[] in, int from, int to, Batch out) {
    int plain = from;
    int at = from;
    while (at < to) {
      int b = in[at];
      if (b >= ' ' && b != '"' && b != '\\') {
        at++;
      } else if (b < 0) {
        int length = Utf8.sequence(in, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      } else {
        out.put(in, plain, at - plain);
        escape(b, out);
        plain = ++at;
      }
    }
    out.put(in, plain, to - plain);
    return true;
  }

  private static void escape(int b, Batch out) {
    out.put((byte) '\\');
    switch (b) {
      case '"', '\\' -> out.put((byte) b);
      case '\n' -> out.put((byte) 'n');
      case '\r' -> out.put((byte) 'r');
      case '\t' -> out.put((byte) 't');
      default -> {
        out.put((byte) 'u');
        out.put((byte) '0');
        out.put((byte) '0');
        out.put(HEX[b >> 4]);
        out.put(HEX[b & 15]);
      }
    }
  }

  private static void put(byte[] bytes, Batch out) {
    out.put(bytes, 0, bytes.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
