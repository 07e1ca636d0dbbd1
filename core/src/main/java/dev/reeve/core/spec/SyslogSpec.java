package dev.reeve.core.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * A syslog server that gets each line too.
 *
 * @param url {@code udp://HOST:PORT}, {@code tcp://HOST:PORT} or {@code unix:///PATH}; empty for
 *     none
 * @param tag the APP-NAME of RFC 5424; empty for the name of the service
 */
public record SyslogSpec(String url, String tag) {
  /** None. */
  public static final SyslogSpec NONE = new SyslogSpec("", "");

  private static final int STANDARD_PORT = 514;
  private static final int LONGEST_TAG = 48;

  /** Whether there is one. */
  public boolean isDeclared() {
    return !url.isEmpty();
  }

  /**
   * The address in its one form; port 514 where none is given.
   *
   * @throws Unreadable if it is none
   */
  static String checkedUrl(String text) throws Unreadable {
    if (text.isEmpty()) {
      return text;
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new Unreadable("is not a URL: " + e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (!List.of("udp", "tcp", "unix").contains(scheme)) {
      throw new Unreadable("must be udp://HOST:PORT, tcp://HOST:PORT or unix:///dev/log");
    }
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (scheme.equals("unix")) {
      if (!path.startsWith("/") || path.length() > 107 || uri.getAuthority() != null) {
        throw new Unreadable("must name a socket with three slashes, as in unix:///dev/log");
      }
      return "unix://" + path;
    }
    String host = uri.getHost();
    if (host == null || !(path.isEmpty() || path.equals("/")) || uri.getPort() > 65_535) {
      throw new Unreadable("must name a host, as in " + scheme + "://localhost:514");
    }
    return scheme + "://" + host + ":" + (uri.getPort() < 0 ? STANDARD_PORT : uri.getPort());
  }

  /**
   * A tag, as it is.
   *
   * @throws Unreadable if no message could carry it
   */
  static String checkedTag(String text) throws Unreadable {
    if (text.length() > LONGEST_TAG || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new Unreadable(
          "must be at most " + LONGEST_TAG + " letters, digits and signs of ASCII, without blanks");
    }
    return text;
  }
}
