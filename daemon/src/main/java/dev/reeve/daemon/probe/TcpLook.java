package dev.reeve.daemon.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Makes connections to find out whether anybody listens. */
final class TcpLook {
  private TcpLook() {}

  /** Yes if one of the addresses of a host accepts a connection. */
  static Answer listening(String host, int port, Deadline deadline) throws IOException {
    connect(host, port, deadline).close();
    return Answer.yes("connected");
  }

  /** Yes if every address of a host refuses; one that says nothing may have a listener. */
  static Answer silent(String host, int port, Deadline deadline) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    for (int i = 0; i < addresses.length; i++) {
      try (Socket socket = new Socket(Proxy.NO_PROXY)) {
        socket.connect(
            new InetSocketAddress(addresses[i], port), share(deadline, addresses.length - i));
        return Answer.no("somebody listens");
      } catch (IOException e) {
        if (e instanceof SocketTimeoutException) {
          throw e;
        }
        if (!isRefused(e, addresses[i])) {
          return Answer.no("cannot tell: " + Details.of(e));
        }
      }
    }
    return Answer.yes("connection refused");
  }

  /** What has no address of its own cannot be listened to: ::1 where IPv6 is switched off. */
  private static boolean isRefused(IOException e, InetAddress address) {
    String message = String.valueOf(e.getMessage());
    return (e instanceof ConnectException && message.startsWith("Connection refused"))
        || (address.isLoopbackAddress() && message.startsWith("Cannot assign requested address"));
  }

  /**
   * Connects to the first address of a host that accepts.
   *
   * @throws IOException what the first address had to say, if none does
   */
  static Socket connect(String host, int port, Deadline deadline) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    IOException problem = null;
    for (int i = 0; i < addresses.length; i++) {
      Socket socket = new Socket(Proxy.NO_PROXY); // else the settings of the JVM are asked
      try {
        socket.connect(
            new InetSocketAddress(addresses[i], port), share(deadline, addresses.length - i));
        return socket;
      } catch (IOException e) {
        socket.close();
        problem = problem == null ? e : problem;
      }
    }
    throw problem == null ? new SocketTimeoutException("timed out") : problem;
  }

  /** An equal part of the time for each address that is left: a dead one must not use up all. */
  private static int share(Deadline deadline, int left) throws SocketTimeoutException {
    return Math.max(1, deadline.millis() / left);
  }
}
