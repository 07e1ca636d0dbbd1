package dev.reeve.daemon.export;

import dev.reeve.core.spec.HostPort;
import dev.reeve.daemon.probe.HttpRequest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /metrics} over HTTP. A few connections at a time, each for a short time; who
 * reads slowly is hung up on. Where the address cannot be had, it is tried again and again.
 */
final class MetricsDoor implements AutoCloseable {
  /** So many connections are served at once; more are closed. */
  static final int MOST_CONNECTIONS = 16;

  private static final System.Logger LOG = System.getLogger(MetricsDoor.class.getName());
  private static final Duration READING = Duration.ofSeconds(5);
  private static final Duration ALL = Duration.ofSeconds(20);
  private static final long TRY_AGAIN = 5_000_000_000L;
  private static final long BREATH = 100_000_000L;

  private final HostPort where;
  private final String token;
  private final Function<MetricText.Format, Optional<byte[]>> pages;
  private final Trouble trouble;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Thread keeper;
  private volatile @Nullable ServerSocket door;
  private volatile boolean closed;

  /**
   * Not open before {@link #open}.
   *
   * @param token who asks must present it; empty if everybody may ask
   * @param pages what is answered; nothing before there is anything
   */
  MetricsDoor(
      HostPort where,
      String token,
      Function<MetricText.Format, Optional<byte[]>> pages,
      Trouble.Note note) {
    this.where = where;
    this.token = token;
    this.pages = pages;
    this.trouble = new Trouble(note, "metrics can be fetched at " + where);
    // Its own thread: names are looked up on it.
    this.keeper = new Thread(null, this::keep, "reeve-metrics", 256 * 1024);
    keeper.setDaemon(true);
  }

  void open() {
    keeper.start();
  }

  private void keep() {
    while (!closed) {
      try (ServerSocket socket = new ServerSocket()) {
        door = socket;
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(where.host()), where.port()), 64);
        trouble.none();
        accept(socket);
      } catch (IOException e) {
        if (!closed) {
          trouble.has("cannot listen for metrics at " + where + ": " + e.getMessage());
          LockSupport.parkNanos(TRY_AGAIN);
        }
      }
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        if (connections.size() >= MOST_CONNECTIONS) {
          client.close();
        } else {
          connections.add(client);
          Thread server = Thread.ofVirtual().name("reeve-scrape").start(() -> serve(client));
          Thread.ofVirtual().name("reeve-scrape-end").start(() -> end(server, client));
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.log(Level.WARNING, "cannot accept a connection for metrics", e);
          LockSupport.parkNanos(BREATH); // too many open files pass
        }
      }
    }
  }

  /** A write to who does not read ends only so. */
  private static void end(Thread server, Socket client) {
    try {
      if (!server.join(ALL)) {
        client.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot hang up", e);
    }
  }

  private void serve(Socket client) {
    try (client) {
      Optional<MetricsRequest> request = MetricsRequest.read(client, READING);
      if (request.isPresent()) {
        answer(client, request.get());
      } else {
        send(client, "400 Bad Request", "", "cannot read the request\n", false);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "whoever asked for metrics went away", e);
    } finally {
      connections.remove(client);
    }
  }

  private void answer(Socket client, MetricsRequest request) throws IOException {
    boolean head = request.method().equals("HEAD");
    if (!request.path().equals("/metrics")) {
      send(client, "404 Not Found", "", "metrics are at /metrics\n", head);
    } else if (!head && !request.method().equals("GET")) {
      send(client, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", "", false);
    } else if (token.isEmpty()
        && client.getLocalAddress().isLoopbackAddress()
        && !request.isAddressedHere()) {
      String hint = "ask for it as localhost or by its address, or declare a token\n";
      send(client, "403 Forbidden", "", hint, head);
    } else if (!isAllowed(request.token())) {
      send(
          client,
          "401 Unauthorized",
          "WWW-Authenticate: Bearer realm=\"reeve\"\r\n",
          "a bearer token is needed\n",
          head);
    } else {
      MetricText.Format format = request.format();
      Optional<byte[]> page = pages.apply(format);
      if (page.isPresent()) {
        send(client, "200 OK", "Vary: Accept\r\n", format.contentType(), page.get(), head);
      } else {
        send(client, "503 Service Unavailable", "", "nothing was measured yet\n", head);
      }
    }
  }

  private boolean isAllowed(String presented) {
    return token.isEmpty()
        || MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(
      Socket client, String status, String headers, String text, boolean headOnly)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    send(client, status, headers, "text/plain; charset=utf-8", body, headOnly);
  }

  private static void send(
      Socket client, String status, String headers, String type, byte[] body, boolean headOnly)
      throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\n"
            + headers
            + "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
    var out = client.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!headOnly) {
      out.write(body);
    }
    HttpRequest.finish(client);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(keeper);
    try {
      ServerSocket open = door;
      if (open != null) {
        open.close();
      }
      for (Socket client : connections) {
        client.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot close the door for metrics", e);
    }
  }
}
