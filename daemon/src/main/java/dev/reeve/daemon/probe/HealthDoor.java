package dev.reeve.daemon.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where services report their health: HTTP on 127.0.0.1, open from the first {@link #register} on.
 * Each reporter has an address of its own that nobody can guess. GET and POST say healthy; {@code
 * /fail} at the end, {@code ?status=fail}, or a body that begins with {@code fail} or {@code
 * unhealthy} say unhealthy.
 */
public final class HealthDoor implements AutoCloseable {
  /** So many connections are served at once; more are closed. */
  static final int MOST_CONNECTIONS = 64;

  private static final System.Logger LOG = System.getLogger(HealthDoor.class.getName());
  private static final int BACKLOG = 128;
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final int preferredPort;

  /**
   * By the SHA-256 of the token: how long a look-up takes says nothing about the tokens there are.
   */
  private final Map<String, Consumer<Push>> reporters = new ConcurrentHashMap<>();

  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket door;
  private @Nullable Thread keeper;
  private boolean closed;

  /**
   * A door that is not open yet.
   *
   * @param preferredPort the port of the last time, which running services know; 0 if there is none
   */
  public HealthDoor(int preferredPort) {
    this.preferredPort = preferredPort;
  }

  /**
   * Takes in reports under a token from now on. Opens the door if it is not open: at the preferred
   * port, or, if that is taken, at one the kernel chooses.
   *
   * @param token letters, digits, {@code -} and {@code _}, not to be guessed: 128 random bits
   * @param told takes each report, on a thread of its connection; must not block
   * @return the address to report to: {@code http://127.0.0.1:PORT/health/TOKEN}
   * @throws IOException when nothing can be listened to
   */
  public String register(String token, Consumer<Push> told) throws IOException {
    if (!token.matches("[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException("cannot use token '" + token + "'");
    }
    int port = open();
    reporters.put(hash(token), told);
    return "http://127.0.0.1:" + port + PushRequest.PATH + token;
  }

  /** Reports under this token are turned away from now on. */
  public void unregister(String token) {
    reporters.remove(hash(token));
  }

  /** Where the door is; empty while it is not open. */
  public synchronized OptionalInt port() {
    return door == null ? OptionalInt.empty() : OptionalInt.of(door.getLocalPort());
  }

  private synchronized int open() throws IOException {
    if (closed) {
      throw new IOException("cannot listen for health reports: closed");
    }
    ServerSocket open = door;
    if (open == null) {
      open = listen();
      door = open;
      ServerSocket accepting = open;
      keeper = Thread.ofVirtual().name("reeve-health").start(() -> accept(accepting));
    }
    return open.getLocalPort();
  }

  private ServerSocket listen() throws IOException {
    if (preferredPort != 0) {
      try {
        return listen(preferredPort);
      } catch (BindException e) {
        LOG.log(
            Level.WARNING,
            "cannot listen for health reports on port {0}: {1}; services that run do not know the new port",
            Integer.toString(preferredPort),
            e.getMessage());
      }
    }
    return listen(0);
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      socket.bind(new InetSocketAddress(here, port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void accept(ServerSocket door) {
    while (!door.isClosed()) {
      try {
        Socket socket = door.accept();
        if (connections.size() >= MOST_CONNECTIONS) {
          socket.close();
        } else {
          connections.add(socket);
          Thread.ofVirtual().name("reeve-push").start(() -> serve(socket));
        }
      } catch (IOException e) {
        if (!door.isClosed()) {
          LOG.log(Level.WARNING, "cannot accept a health report", e);
          pause();
        }
      }
    }
  }

  /** Too many open files pass; until then, accept fails at once each time. */
  private static void pause() {
    LockSupport.parkNanos(100_000_000);
  }

  private void serve(Socket socket) {
    try (socket) {
      PushRequest.Reply reply =
          PushRequest.read(socket).map(this::take).orElse(PushRequest.Reply.BAD);
      reply.send(socket);
    } catch (IOException e) {
      // Whoever reports may go away as it likes; who is interested hears that no report came.
      LOG.log(Level.DEBUG, "cannot read a health report", e);
    } finally {
      connections.remove(socket);
    }
  }

  private PushRequest.Reply take(PushRequest request) {
    Consumer<Push> told = reporters.get(hash(request.token()));
    if (told == null) {
      return PushRequest.Reply.UNKNOWN;
    }
    told.accept(request.push());
    return PushRequest.Reply.TAKEN;
  }

  private static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Closes the door and every connection; the port is free afterwards. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (door != null) {
        door.close();
      }
      for (Socket socket : connections) {
        socket.close();
      }
      if (keeper != null) {
        keeper.join(CLOSING); // it holds the descriptor until it has left accept
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the door for health reports", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
