package dev.reeve.core.spec;

import java.util.OptionalInt;

/**
 * A socket that the daemon opens and holds, and that every instance of a service is given.
 *
 * @param name what the service knows it by, in {@code LISTEN_FDNAMES}
 * @param address of TCP and UDP the numeric one of this machine; of UNIX an absolute path
 * @param port 1 to 65535; 0 for UNIX
 * @param mode permissions of the path of UNIX; absent for 0660
 */
public record SocketSpec(String name, Kind kind, String address, int port, OptionalInt mode) {
  /** What a path is permitted where nothing is declared: its user and group may connect. */
  public static final int USUAL_MODE = 0660;

  /** The number of the first descriptor that a service is given; see sd_listen_fds(3). */
  public static final int FIRST = 3;

  /** As many as a service may have. */
  public static final int MOST = 6;

  /** What kind of socket. */
  public enum Kind {
    TCP,
    UDP,
    UNIX
  }

  /** Where it is, as it is written in a file. */
  public String text() {
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    return switch (kind) {
      case TCP -> host + ":" + port;
      case UDP -> "udp:" + host + ":" + port;
      case UNIX -> "unix:" + address;
    };
  }
}
