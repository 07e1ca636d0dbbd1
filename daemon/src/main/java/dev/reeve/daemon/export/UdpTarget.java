package dev.reeve.daemon.export;

import dev.reeve.core.spec.HostPort;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One receiver of datagrams. Sending never waits: what finds no room in the kernel is lost, as
 * datagrams are. As long as the name is not known, the newest packets are kept. Whether somebody
 * listens is known only of receivers whose machine says so (ICMP), one sending later. For one
 * thread.
 */
final class UdpTarget implements AutoCloseable {
  /** How much waits for a name, in bytes. */
  static final int MOST_WAITING = 256 * 1024;

  private static final System.Logger LOG = System.getLogger(UdpTarget.class.getName());
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(10);

  /** Names may move, and nobody tells; those who still listen are asked for again more seldom. */
  private static final long RENEW = TimeUnit.MINUTES.toNanos(1);

  /** So many bytes at once fit into the buffers of a usual receiver. */
  private static final int BURST = 64 * 1024;

  private static final long BREATH = 1_000_000;

  private final HostPort where;
  private final Addresses addresses;
  private final Trouble trouble;
  private final ByteBuffer scratch = ByteBuffer.allocate(1);
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;

  private @Nullable CompletableFuture<InetAddress> asked;
  private long askedAt;
  private @Nullable InetAddress address;
  private @Nullable DatagramChannel channel;
  private boolean refused;
  private boolean sent;

  UdpTarget(HostPort where, Addresses addresses, Trouble.Note note) {
    this.where = where;
    this.addresses = addresses;
    this.trouble = new Trouble(note, "metrics are sent to " + where + " again");
  }

  /** How much is kept for when the name is known. */
  int waitingBytes() {
    return waitingBytes;
  }

  /** How large datagrams to it may be. */
  int mostBytes() {
    InetAddress known = address;
    return known != null && known.isLoopbackAddress() ? Packets.LOOPBACK : Packets.NETWORK;
  }

  /** Sends these, or keeps them for when the name is known. */
  void send(List<byte[]> packets) {
    find(System.nanoTime());
    for (byte[] packet : packets) {
      waiting.add(packet);
      waitingBytes += packet.length;
    }
    while (waitingBytes > MOST_WAITING && waiting.size() > packets.size()) {
      waitingBytes -= waiting.remove().length;
    }
    DatagramChannel open = channel;
    if (open == null) {
      return;
    }
    hear(open);
    if (refused) {
      trouble.has("cannot send metrics to " + where + ": nobody listens there");
    } else if (sent) {
      trouble.none();
    }
    refused = false;
    sent = false;
    try {
      drain(open);
    } catch (PortUnreachableException e) {
      refused = true;
    } catch (IOException e) {
      trouble.has("cannot send metrics to " + where + ": " + e.getMessage());
    } finally {
      waiting.clear();
      waitingBytes = 0;
    }
  }

  private void drain(DatagramChannel open) throws IOException {
    int burst = 0;
    for (byte[] packet : waiting) {
      sent |= write(open, packet);
      burst += packet.length;
      if (burst >= BURST) {
        LockSupport.parkNanos(BREATH);
        burst = 0;
      }
    }
  }

  private boolean write(DatagramChannel open, byte[] packet) throws IOException {
    try {
      return open.write(ByteBuffer.wrap(packet)) > 0;
    } catch (PortUnreachableException e) {
      // This is the answer to an earlier one; the kernel has not tried this one yet.
      refused = true;
      return open.write(ByteBuffer.wrap(packet)) > 0;
    }
  }

  /** Takes in whether the last ones were refused; what a receiver says is thrown away. */
  private void hear(DatagramChannel open) {
    try {
      for (int i = 0; i < 16; i++) {
        scratch.clear();
        if (open.read(scratch) <= 0) {
          return;
        }
      }
    } catch (PortUnreachableException e) {
      refused = true;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot hear what " + where + " says", e);
    }
  }

  /** Learns the address, and learns it anew in time. */
  private void find(long now) {
    CompletableFuture<InetAddress> answer = asked;
    if (answer != null && answer.isDone()) {
      asked = null;
      try {
        reach(answer.get());
      } catch (ExecutionException e) {
        boolean unknown = e.getCause() instanceof UnknownHostException;
        String why = unknown ? "no such host" : "too many names are being looked up";
        // Whoever was found once is still spoken to: a name server may be away for a while.
        if (channel == null) {
          trouble.has("cannot send metrics to " + where + ": " + why);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    boolean good = channel != null && !refused;
    if (asked == null && (askedAt == 0 || now - askedAt > (good ? RENEW : LOOK_AGAIN))) {
      askedAt = now;
      CompletableFuture<InetAddress> fresh = addresses.of(where.host());
      asked = fresh;
      if (fresh.isDone()) {
        find(now);
      }
    }
  }

  private void reach(InetAddress found) {
    if (channel != null && found.equals(address)) {
      return;
    }
    try {
      DatagramChannel fresh = DatagramChannel.open();
      try {
        fresh.configureBlocking(false);
        fresh.connect(new InetSocketAddress(found, where.port()));
      } catch (IOException | UnresolvedAddressException e) {
        fresh.close();
        throw e;
      }
      hangUp();
      channel = fresh;
      address = found;
      refused = false;
    } catch (IOException e) {
      trouble.has("cannot send metrics to " + where + ": " + e.getMessage());
    }
  }

  private void hangUp() {
    DatagramChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "cannot close a socket", e);
      }
    }
  }

  @Override
  public void close() {
    hangUp();
  }
}
