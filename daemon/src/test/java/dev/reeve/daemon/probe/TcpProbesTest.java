package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpProbesTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private static ServerSocket listener(int backlog) throws IOException {
    return new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket free = listener(1)) {
      return free.getLocalPort();
    }
  }

  @Test
  void aListenerIsFoundUnderEachNameOfItsHost() throws IOException {
    try (ServerSocket listener = listener(50)) {
      int port = listener.getLocalPort();
      for (String host : List.of("127.0.0.1", "localhost", "::ffff:127.0.0.1")) {
        assertThat(Asking.ask(new Probe.Tcp(host, port))).isEqualTo(Answer.yes("connected"));
        assertThat(Asking.ask(new Probe.NotListening(host, port)))
            .isEqualTo(Answer.no("somebody listens"));
      }
    }
  }

  @Test
  void nobodyListensWhereConnectionsAreRefused() throws IOException {
    int port = unusedPort();
    for (String host : List.of("127.0.0.1", "localhost", "::1")) {
      assertThat(Asking.ask(new Probe.NotListening(host, port)))
          .isEqualTo(Answer.yes("connection refused"));
    }
    assertThat(Asking.ask(new Probe.Tcp("127.0.0.1", port)))
        .isEqualTo(Answer.no("connection refused"));
  }

  @Test
  void aHostThatIsNotKnownIsANoInAnyCase() {
    String host = "no-such-host.invalid";
    assertThat(Asking.ask(new Probe.Tcp(host, 1))).isEqualTo(Answer.no("no such host"));
    assertThat(Asking.ask(new Probe.NotListening(host, 1))).isEqualTo(Answer.no("no such host"));
  }

  @Test
  void whoDoesNotAnswerMayListenOrNot() throws IOException {
    try (ServerSocket full = listener(1)) {
      int port = full.getLocalPort();
      List<SocketChannel> waiting = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          SocketChannel channel = SocketChannel.open();
          waiting.add(channel);
          channel.configureBlocking(false);
          channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        assertThat(Asking.ask(Question.of(new Probe.Tcp("127.0.0.1", port)), SHORT))
            .isEqualTo(Answer.no("timed out after 300ms"));
        assertThat(Asking.ask(Question.of(new Probe.NotListening("127.0.0.1", port)), SHORT))
            .isEqualTo(Answer.no("cannot tell: timed out after 300ms"));
      } finally {
        for (SocketChannel channel : waiting) {
          channel.close();
        }
      }
    }
  }
}
