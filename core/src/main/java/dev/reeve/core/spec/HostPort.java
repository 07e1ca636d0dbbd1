package dev.reeve.core.spec;

/**
 * Where somebody listens.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port from 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final int LONGEST_NAME = 253; // RFC 1035, without the final dot

  /**
   * Reads {@code HOST:PORT}, {@code [ADDRESS]:PORT}, or a host alone.
   *
   * @param usualPort the port where none is given
   * @throws Unreadable if it is none of these
   */
  public static HostPort parse(String text, int usualPort) throws Unreadable {
    boolean bracketed = text.startsWith("[") && text.indexOf(']') > 0;
    int colon = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    String host =
        bracketed ? text.substring(1, colon - 1) : colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 || colon == text.length() ? "" : text.substring(colon);
    if (!isHost(host, bracketed) || !(rest.isEmpty() || rest.matches(":\\d{1,5}"))) {
      throw new Unreadable("must be HOST:PORT, as in localhost:" + usualPort);
    }
    int port = rest.isEmpty() ? usualPort : Integer.parseInt(rest.substring(1));
    if (port < 1 || port > 65_535) {
      throw new Unreadable("must have a port from 1 to 65535");
    }
    return new HostPort(host, port);
  }

  private static boolean isHost(String host, boolean bracketed) {
    String allowed = bracketed ? "[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?" : "[A-Za-z0-9_.-]+";
    boolean isNumber = !bracketed && host.matches("\\d+"); // somebody means a port
    return host.length() <= LONGEST_NAME && host.matches(allowed) && !isNumber;
  }

  /** {@code HOST:PORT}, with brackets where they are needed. */
  @Override
  public String toString() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
