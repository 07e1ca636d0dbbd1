package dev.reeve.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.api.Hello;
import dev.reeve.api.Methods;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real socket; the peer reads when the test says so. */
class ServerTest {
  /** More than the kernel keeps for a peer that does not read. */
  private static final String LONG = "x".repeat(4 << 20);

  @TempDir Path folder;

  @Test
  void hangsUpOnNobodyWhoseAnswerIsOnItsWay() throws Exception {
    Path socket = folder.resolve("reeve.sock");
    Registry registry = new Registry();
    registry.bind(Methods.HELLO, call -> new Hello(1, "1", 1, LONG, "", 0, "admin"));
    Server server = new Server(socket, System.getProperty("user.name"), registry);
    server.start();
    try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      peer.connect(UnixDomainSocketAddress.of(socket));
      peer.write(utf8("{\"id\": 1, \"method\": \"hello\", \"params\": {}}\n"));
      ByteBuffer first = ByteBuffer.allocate(1);
      assertThat(peer.read(first)).isEqualTo(1);

      Thread closing = Thread.ofPlatform().start(server::close);
      await()
          .until(() ->
              closing.getState() == Thread.State.TIMED_WAITING
                  || closing.getState() == Thread.State.TERMINATED);

      String rest = readAll(peer);
      assertThat(rest).hasSizeGreaterThan(LONG.length()).endsWith("}\n");
      closing.join();
    }
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readAll(SocketChannel peer) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer part = ByteBuffer.allocate(64 * 1024);
    while (peer.read(part) >= 0) {
      all.write(part.array(), 0, part.position());
      part.clear();
    }
    return all.toString(StandardCharsets.UTF_8);
  }
}
