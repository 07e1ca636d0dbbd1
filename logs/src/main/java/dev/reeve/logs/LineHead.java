package dev.reeve.logs;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LineTemplate;
import dev.reeve.core.spec.LineTemplate.Piece;
import dev.reeve.core.spec.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;

/**
 * What is put before a line: a time, a space, and a prefix with another space where there is one.
 * The names of days and months are English, as programs read them.
 */
final class LineHead {
  private final boolean iso;
  private final List<Piece> time;
  private final List<Piece> prefix;
  private final boolean colours;
  private final byte[] service;
  private final byte[] instance;
  private final ZoneId zone;
  // More than the longest template can become.
  private final byte[] bytes = new byte[8192];
  private int length;
  private long micros = Long.MIN_VALUE;

  LineHead(LineLook look, String service, int instance, ZoneId zone) {
    this.iso = look.timeFormat().isEmpty();
    this.time = pieces(look.timeFormat());
    this.prefix = pieces(look.prefix());
    this.colours = !look.stripAnsi();
    this.service = service.getBytes(StandardCharsets.UTF_8);
    this.instance = Integer.toString(instance).getBytes(StandardCharsets.UTF_8);
    this.zone = zone;
  }

  /** The pieces of a template that was looked at when the service was declared. */
  static List<Piece> pieces(String template) {
    try {
      return LineTemplate.parse(template).pieces();
    } catch (Unreadable e) {
      throw new IllegalArgumentException("'" + template + "' " + e.reason(), e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /**
   * Makes it this moment.
   *
   * @param usual the same moment as ISO 8601
   */
  void set(long epochMicros, Stamp usual) {
    if (epochMicros == micros) {
      return;
    }
    micros = epochMicros;
    length = 0;
    ZonedDateTime now =
        Instant.ofEpochSecond(
                Math.floorDiv(epochMicros, 1_000_000L),
                Math.floorMod(epochMicros, 1_000_000L) * 1000)
            .atZone(zone);
    if (iso) {
      put(usual.bytes, usual.length());
    } else {
      put(time, now);
      bytes[length++] = ' ';
    }
    if (!prefix.isEmpty()) {
      put(prefix, now);
      bytes[length++] = ' ';
    }
  }

  private void put(List<Piece> pieces, ZonedDateTime now) {
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text(String text) -> put(text);
        case Piece.Time(char token) -> put(text(token, now));
        case Piece.Colour(String sequence) -> put(colours ? sequence : "");
        case Piece.Name() -> put(service, service.length);
        case Piece.Instance() -> put(instance, instance.length);
      }
    }
  }

  private void put(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    put(encoded, encoded.length);
  }

  private void put(byte[] from, int count) {
    System.arraycopy(from, 0, bytes, length, count);
    length += count;
  }

  private static String text(char token, ZonedDateTime now) {
    int hour12 = (now.getHour() + 11) % 12 + 1;
    return switch (token) {
      case 'Y' -> digits(now.getYear(), 4);
      case 'y' -> digits(now.getYear() % 100, 2);
      case 'm' -> digits(now.getMonthValue(), 2);
      case 'd' -> digits(now.getDayOfMonth(), 2);
      case 'e' -> (now.getDayOfMonth() < 10 ? " " : "") + now.getDayOfMonth();
      case 'j' -> digits(now.getDayOfYear(), 3);
      case 'H' -> digits(now.getHour(), 2);
      case 'I' -> digits(hour12, 2);
      case 'M' -> digits(now.getMinute(), 2);
      case 'S' -> digits(now.getSecond(), 2);
      case 'p' -> now.getHour() < 12 ? "AM" : "PM";
      case 'b', 'h' -> now.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> now.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'a' -> now.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'u' -> Integer.toString(now.getDayOfWeek().getValue());
      case 'z' -> offset(now.getOffset().getTotalSeconds() / 60);
      case 'Z' -> now.getZone().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 's' -> Long.toString(now.toEpochSecond());
      case 'f' -> digits(now.getNano() / 1000, 6);
      case 'L' -> digits(now.getNano() / 1_000_000, 3);
      default -> throw new IllegalArgumentException("no token %" + token);
    };
  }

  private static String offset(int minutes) {
    int amount = Math.abs(minutes);
    return (minutes < 0 ? "-" : "+") + digits(amount / 60, 2) + digits(amount % 60, 2);
  }

  private static String digits(int number, int width) {
    String text = Integer.toString(number);
    return "0".repeat(Math.max(0, width - text.length())) + text;
  }
}
