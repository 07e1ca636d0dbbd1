package dev.reeve.logs;

import dev.reeve.linux.DatagramSender;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A way to a syslog server: RFC 5426 over UDP, RFC 6587 3.4.1 over TCP, a socket of unix(7). */
sealed interface SyslogLine {
  /** Sends one message. */
  void send(byte[] message) throws IOException;

  /** Lets go, whatever another thread does with it. */
  void close();

  /**
   * Finds the server.
   *
   * @param url as in {@link dev.reeve.core.spec.SyslogSpec}
   */
  static SyslogLine open(String url) throws IOException {
    URI uri = URI.create(url.replace("unix://", "unix:"));
    return switch (uri.getScheme()) {
      case "udp" -> new Udp(address(uri));
      case "tcp" -> new Tcp(address(uri));
      default -> new Local(DatagramSender.to(Path.of(uri.getSchemeSpecificPart())));
    };
  }

  private static InetSocketAddress address(URI uri) throws IOException {
    String host = uri.getHost().replaceAll("[\\[\\]]", "");
    InetSocketAddress address = new InetSocketAddress(host, uri.getPort());
    if (address.isUnresolved()) {
      throw new UnknownHostException("unknown host " + host);
    }
    return address;
  }

  /** The name of this machine, {@code -} where it has none that can be sent. */
  static String hostName() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.matches("[!-~]{1,255}") ? name : "-";
    } catch (IOException e) {
      return "-";
    }
  }

  /** A datagram a message; what gets lost on the way nobody learns. */
  final class Udp implements SyslogLine {
    private final DatagramSocket socket;

    Udp(InetSocketAddress address) throws IOException {
      socket = new DatagramSocket();
      // Connected, it is told when nobody listens there.
      socket.connect(address);
    }

    @Override
    public void send(byte[] message) throws IOException {
      socket.send(new DatagramPacket(message, message.length));
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Each message behind its length. */
  final class Tcp implements SyslogLine {
    private static final int PATIENCE_MILLIS = 5_000;
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Socket socket = new Socket();
    private final OutputStream out;
    private long lastSent = System.nanoTime();

    Tcp(InetSocketAddress address) throws IOException {
      try {
        socket.connect(address, PATIENCE_MILLIS);
        socket.setKeepAlive(true);
        out = socket.getOutputStream();
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }

    @Override
    public void send(byte[] message) throws IOException {
      if (System.nanoTime() - lastSent > REST_NANOS) {
        // The first write to a server that has gone away would succeed.
        lookForEnd();
      }
      byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
      byte[] frame = new byte[length.length + message.length];
      System.arraycopy(length, 0, frame, 0, length.length);
      System.arraycopy(message, 0, frame, length.length, message.length);
      out.write(frame);
      lastSent = System.nanoTime();
    }

    private void lookForEnd() throws IOException {
      socket.setSoTimeout(1);
      try {
        if (socket.getInputStream().read() < 0) {
          throw new IOException("the server has closed the connection");
        }
      } catch (SocketTimeoutException stillThere) {
        // As it should be.
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // It was not to be used any more anyway.
      }
    }
  }

  /** A socket of this machine. */
  final class Local implements SyslogLine {
    private final DatagramSender sender;

    Local(DatagramSender sender) {
      this.sender = sender;
    }

    @Override
    public void send(byte[] message) throws IOException {
      sender.send(message);
    }

    @Override
    public void close() {
      sender.close();
    }
  }
}
