package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UdpTargetTest {
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Addresses addresses = new Addresses();

  @AfterEach
  void close() {
    addresses.close();
  }

  private UdpTarget target(String host, int port) {
    return new UdpTarget(
        new HostPort(host, port), addresses, (event, reason) -> notes.add(event + ": " + reason));
  }

  private static void send(UdpTarget target, String text) {
    target.send(List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static DatagramSocket listen(int port) throws IOException {
    DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String received(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Test
  void whoDoesNotListenIsNamedOnceAndAgainWhenHeDoes() throws IOException {
    int port;
    try (DatagramSocket socket = listen(0)) {
      port = socket.getLocalPort();
    }
    try (UdpTarget target = target("127.0.0.1", port)) {
      try (DatagramSocket first = listen(port)) {
        send(target, "one");
        assertThat(received(first)).isEqualTo("one");
        send(target, "two");
        assertThat(received(first)).isEqualTo("two");
        assertThat(notes).isEmpty();
      }
      for (int i = 0; i < 5; i++) {
        send(target, "lost");
      }
      assertThat(notes)
          .containsExactly(
              "metrics-trouble: cannot send metrics to 127.0.0.1:%d: nobody listens there"
                  .formatted(port));
      try (DatagramSocket again = listen(port)) {
        send(target, "three");
        send(target, "four");
        send(target, "five");
        assertThat(received(again)).isEqualTo("three");
        assertThat(notes)
            .hasSize(2)
            .last()
            .isEqualTo("metrics-recovered: metrics are sent to 127.0.0.1:" + port + " again");
      }
    }
  }

  @Test
  void aNameIsLookedUpWhileTheNewestPacketsWait() throws IOException {
    try (DatagramSocket socket = listen(0);
        UdpTarget target = target("localhost", socket.getLocalPort())) {
      send(target, "first");
      await()
          .untilAsserted(() -> {
            send(target, "more");
            assertThat(target.mostBytes()).isEqualTo(Packets.LOOPBACK);
          });
      assertThat(received(socket)).isEqualTo("first");
    }
  }

  @Test
  void aNameThatIsNoneIsNamedOnceAndKeepsNoMoreThanItMay() {
    try (UdpTarget target = target("no-such-host.invalid", 8125)) {
      byte[] packet = new byte[1000];
      await()
          .until(() -> {
            for (int i = 0; i < 100; i++) {
              target.send(List.of(packet));
            }
            return !notes.isEmpty();
          });
      for (int i = 0; i < 1000; i++) {
        target.send(List.of(packet));
      }
      assertThat(target.waitingBytes()).isLessThanOrEqualTo(UdpTarget.MOST_WAITING);
      assertThat(notes)
          .containsExactly(
              "metrics-trouble: cannot send metrics to no-such-host.invalid:8125: no such host");
    }
  }
}
