package dev.reeve.daemon.control;

import dev.reeve.api.Role;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The unix socket on which the control API is served. */
public final class Server implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Server.class.getName());
  private static final int MAX_CONNECTIONS = 512;
  private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final ServerSocketChannel channel;
  private final boolean given;
  private final Path socket;
  private final String owner;
  private final Registry registry;
  private volatile Optional<Caller.Guests> guests = Optional.empty();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * Listens; whoever connects waits until {@link #start}. Where an init system holds the socket, so
   * that nobody is refused between two daemons, it is taken over from descriptor 0, on which {@code
   * bin/reeved} has put it. It may be elsewhere, with a link to it at the usual place.
   *
   * @param owner the user that may use it, besides root
   * @throws IOException if the socket cannot be made
   */
  Server(Path socket, String owner, Registry registry) throws IOException {
    this.owner = owner;
    this.registry = registry;
    Optional<ServerSocketChannel> held = held(socket);
    given = held.isPresent();
    channel = given ? held.get() : bound(socket);
    this.socket = given ? socket.toRealPath() : socket;
    Files.setPosixFilePermissions(this.socket, PosixFilePermissions.fromString("rw-------"));
  }

  private static ServerSocketChannel bound(Path socket) throws IOException {
    // The lock of the home is held: whoever made this socket is no more.
    Files.deleteIfExists(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket), 128);
    return channel;
  }

  private static Optional<ServerSocketChannel> held(Path socket) throws IOException {
    return System.inheritedChannel() instanceof ServerSocketChannel channel
            && channel.getLocalAddress() instanceof UnixDomainSocketAddress address
            && isAt(socket, address.getPath())
        ? Optional.of(channel)
        : Optional.empty();
  }

  private static boolean isAt(Path socket, Path held) throws IOException {
    return held.equals(socket)
        || (Files.isSymbolicLink(socket) && Files.readSymbolicLink(socket).equals(held));
  }

  /**
   * Lets the members of a group in, from their next connection on.
   *
   * @throws IOException if this user may not give the socket to that group
   */
  void allow(int gid, Role role) throws IOException {
    Files.setAttribute(socket, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    guests = Optional.of(new Caller.Guests(gid, role));
  }

  /** Begins to serve. */
  public void start() {
    Thread.ofVirtual().name("reeve-accept").start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = channel.accept();
        if (connections.size() >= MAX_CONNECTIONS) {
          LOG.log(Level.WARNING, "refused a connection: there are {0}", MAX_CONNECTIONS);
          client.close();
        } else {
          serve(client);
        }
      }
    } catch (ClosedChannelException e) {
      LOG.log(Level.DEBUG, "closed");
    } catch (IOException e) {
      LOG.log(Level.ERROR, "cannot accept connections any more", e);
    }
  }

  private void serve(SocketChannel client) throws IOException {
    try {
      Connection connection = new Connection(client, Caller.of(client, owner, guests), registry);
      connections.add(connection);
      Thread.ofVirtual()
          .start(() -> {
            try {
              connection.serve();
            } finally {
              connections.remove(connection);
            }
          });
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot see who connects", e);
      client.close();
    }
  }

  /** Takes no more connections, lets answers that are under way leave, and hangs up. */
  @Override
  public void close() {
    try {
      channel.close();
      if (!given) {
        Files.deleteIfExists(
            socket); // else whoever holds it lets peers wait there for the next one
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close " + socket, e);
    }
    long deadline = System.nanoTime() + LAST_WORDS_NANOS;
    while (connections.stream().anyMatch(c -> !c.isIdle()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    connections.forEach(Connection::close);
  }
}
