package dev.reeve.logs;

import dev.reeve.core.spec.LineTemplate.Piece;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * Reads back what {@link LineHead} writes. Colours may be there or not, and the name may be an
 * earlier one of the service. Remembers the last head: lines of one read share it.
 */
final class HeadParser {
  private final boolean iso;
  private final List<Piece> time;
  private final List<Piece> prefix;
  private final byte[] service;
  private final StampParser stamps = new StampParser();
  private final HeadTime read;
  private byte[] last = new byte[0];
  private long millis;
  private long found;
  private int length;

  /** For the lines of a source that has such heads. */
  HeadParser(LogSource source, ZoneId zone) {
    this.iso = source.look().timeFormat().isEmpty();
    this.time = LineHead.pieces(source.look().timeFormat());
    this.prefix = LineHead.pieces(source.look().prefix());
    this.service = source.service().getBytes(StandardCharsets.UTF_8);
    this.read = new HeadTime(zone);
  }

  /** Whether times can be read back that such a format writes: the day must be in it. */
  static boolean hasTime(String timeFormat) {
    String tokens = tokens(timeFormat);
    boolean year = tokens.matches(".*[Yy].*");
    boolean day = tokens.matches(".*j.*|.*[mbhB].*[de].*|.*[de].*[mbhB].*");
    return timeFormat.isEmpty() || tokens.contains("s") || (year && day);
  }

  /** How many milliseconds look the same in such a format. */
  static long precision(String timeFormat) {
    String tokens = tokens(timeFormat);
    if (timeFormat.isEmpty() || tokens.matches(".*[fL].*")) {
      return 1;
    }
    return tokens.matches(".*[Ss].*")
        ? 1000
        : tokens.contains("M") ? 60_000 : tokens.matches(".*[HI].*") ? 3_600_000 : 90_000_000;
  }

  private static String tokens(String timeFormat) {
    StringBuilder tokens = new StringBuilder();
    for (Piece piece : LineHead.pieces(timeFormat)) {
      if (piece instanceof Piece.Time(char token)) {
        tokens.append(token);
      }
    }
    return tokens.toString();
  }

  /** The time that was read last, in milliseconds since 1970; {@link StampParser#NONE} if none. */
  long millis() {
    return millis;
  }

  /** How many bytes the head has that was read last, with the space at its end. */
  int length() {
    return length;
  }

  /** Whether there is such a head. */
  boolean parse(byte[] in, int from, int to) {
    int known = last.length;
    if (known > 0 && to - from >= known && Arrays.equals(in, from, from + known, last, 0, known)) {
      return true;
    }
    found = StampParser.NONE;
    int end = parseAnew(in, from, to);
    if (end < 0) {
      return false;
    }
    millis = found;
    length = end - from;
    last = Arrays.copyOfRange(in, from, end);
    return true;
  }

  private int parseAnew(byte[] in, int from, int to) {
    int at = from;
    if (iso) {
      found = stamps.parse(in, from, to);
      at += found == StampParser.NONE ? 0 : stamps.length();
      if (at == from) {
        return -1;
      }
    } else {
      read.clear();
      at = pieces(time, in, at, to);
      try {
        found = at < 0 ? StampParser.NONE : read.millis();
      } catch (DateTimeException noSuchDay) {
        return -1;
      }
    }
    at = space(in, at, to);
    return prefix.isEmpty() || at < 0 ? at : space(in, pieces(prefix, in, at, to), to);
  }

  private static int space(byte[] in, int at, int to) {
    return at >= 0 && at < to && in[at] == ' ' ? at + 1 : -1;
  }

  private int pieces(List<Piece> pieces, byte[] in, int from, int to) {
    int at = from;
    for (Piece piece : pieces) {
      if (at < 0) {
        return -1;
      }
      at =
          switch (piece) {
            case Piece.Text(String text) -> text(text.getBytes(StandardCharsets.UTF_8), in, at, to);
            case Piece.Time(char token) -> read.token(token, in, at, to);
            case Piece.Colour(String sequence) ->
                Math.max(at, text(sequence.getBytes(StandardCharsets.UTF_8), in, at, to));
            case Piece.Name() -> name(in, at, to);
            case Piece.Instance() -> run(in, at, to, b -> b >= '0' && b <= '9');
          };
    }
    return at;
  }

  private int name(byte[] in, int at, int to) {
    int end = text(service, in, at, to);
    return end >= 0
        ? end
        : run(in, at, to, b -> Character.isLetterOrDigit(b) || b == '.' || b == '_' || b == '-');
  }

  /** Behind this text; -1 when it is not here. */
  static int text(byte[] text, byte[] in, int at, int to) {
    int end = at + text.length;
    return end <= to && Arrays.equals(in, at, end, text, 0, text.length) ? end : -1;
  }

  private interface Kind {
    boolean has(int b);
  }

  private static int run(byte[] in, int from, int to, Kind kind) {
    int at = from;
    while (at < to && in[at] >= 0 && kind.has(in[at])) {
      at++;
    }
    return at == from ? -1 : at;
  }
}
