package dev.reeve.logs;

import dev.reeve.core.spec.SyslogSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;

/**
 * Gives the lines of one stream to a syslog server as well, as they come into the log: without
 * escape sequences, in pieces where they are long. Used by the pump's thread; never waits.
 *
 * <p>Over the network messages are those of RFC 5424. What listens on a socket of the machine
 * (rsyslog, the journal of systemd) expects what syslog(3) of the C library sends, and makes
 * nonsense of anything else.
 */
final class SyslogTap {
  /** The longest piece of a line, in bytes: with what is before it, what servers take. */
  static final int LONGEST = 7_900;

  // Facility daemon; severities error and informational of RFC 5424.
  private static final int ERROR = 3 * 8 + 3;
  private static final int INFORMATIONAL = 3 * 8 + 6;

  private final SyslogSink sink;
  private final StreamSpec spec;
  private final AnsiFilter filter;
  private final boolean local;
  private final String before;
  private final String after;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int ansi = AnsiFilter.GROUND;

  SyslogTap(SyslogSink sink, StreamSpec spec, AnsiFilter filter) {
    this.sink = sink;
    this.spec = spec;
    this.filter = filter;
    String tag = spec.syslog().tag().isEmpty() ? spec.service() : spec.syslog().tag();
    String name = tag.length() > 48 ? tag.substring(0, 48) : tag;
    this.local = spec.syslog().url().startsWith("unix:");
    int instance = spec.instance();
    this.before = "<" + (spec.std() == Std.ERR ? ERROR : INFORMATIONAL) + (local ? ">" : ">1 ");
    // HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA
    this.after =
        local
            ? " " + name + "[" + instance + "]: "
            : " " + sink.host() + " " + name + " " + instance + " " + spec.std().word() + " - ";
  }

  SyslogSink sink() {
    return sink;
  }

  /** What it was made for. */
  SyslogSpec declared() {
    return spec.syslog();
  }

  /** Takes bytes that are in the log now. */
  void take(byte[] in, int from, int to, Stamp stamp) {
    ansi = filter.filter(in, from, to, ansi);
    byte[] clean = filter.out;
    int at = 0;
    while (at < filter.length) {
      int newline = Newline.first(clean, at, filter.length);
      int end = newline < 0 ? filter.length : newline;
      int room = LONGEST - line.size();
      if (end - at > room) {
        int cut = Utf8.characterStart(clean, at, at + room);
        line.write(clean, at, cut - at);
        send(stamp);
        at = cut;
        continue;
      }
      line.write(clean, at, end - at);
      if (newline >= 0) {
        send(stamp);
      }
      at = newline < 0 ? end : newline + 1;
    }
  }

  /** The run is over, and so is its last line. */
  void end(Stamp stamp) {
    ansi = AnsiFilter.GROUND;
    if (line.size() > 0) {
      send(stamp);
    }
  }

  /** {@code Nov 3 09:00:00} of a time in ISO 8601. */
  private static String traditional(String iso) {
    int month = Integer.parseInt(iso, 5, 7, 10);
    String name = Month.of(month).getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
    String day = iso.charAt(8) == '0' ? " " + iso.charAt(9) : iso.substring(8, 10);
    return name + " " + day + " " + iso.substring(11, 19);
  }

  private void send(Stamp stamp) {
    if (line.size() == 0) {
      return;
    }
    String time = new String(stamp.bytes, 0, stamp.length() - 1, StandardCharsets.US_ASCII);
    byte[] head =
        (before + (local ? traditional(time) : time) + after).getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[head.length + line.size()];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(line.toByteArray(), 0, message, head.length, line.size());
    line.reset();
    sink.offer(message);
  }
}
