package dev.reeve.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who speaks to the daemon's socket without being a client of Reeve. */
final class RawPeer implements AutoCloseable {
  /** What {@link #line} gives when the daemon has hung up. */
  static final String HUNG_UP = "(hung up)";

  private static final long PATIENCE_SECONDS = 30;

  private final SocketChannel channel;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private RawPeer(SocketChannel channel) {
    this.channel = channel;
  }

  /** One that reads all that it is told. */
  static RawPeer listening(Reeve reeve) throws IOException {
    RawPeer peer = deaf(reeve);
    Thread.ofVirtual().start(peer::listen);
    return peer;
  }

  /** One that reads nothing. */
  static RawPeer deaf(Reeve reeve) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(reeve.socket()));
    return new RawPeer(channel);
  }

  private void listen() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      lines.add("(" + e.getMessage() + ")");
    }
    lines.add(HUNG_UP);
  }

  RawPeer send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  RawPeer send(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    return this;
  }

  RawPeer call(int id, String method, String params) throws IOException {
    return send(
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}\n"
            .formatted(id, method, params));
  }

  /** The next line; fails if none comes. */
  String line() throws InterruptedException {
    String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("the daemon says nothing");
    }
    return line;
  }

  /** How many lines have come and were not read yet. */
  int waiting() {
    return lines.size();
  }

  Json json() throws InterruptedException {
    return Json.read(line());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
