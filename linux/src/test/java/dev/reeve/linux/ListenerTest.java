package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {
  @TempDir Path directory;

  private static List<Listener> mine(int port) throws IOException {
    int self = ProcessIdentity.current().pid();
    return Listener.of(List.of(self)).stream().filter(l -> l.port() == port).toList();
  }

  private static ServerSocketChannel bound(StandardProtocolFamily family, String address)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(family);
    return channel.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
  }

  private static int port(ServerSocketChannel channel) throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,true", "127.4.3.2,true", "0.0.0.0,false"})
  void whoListensOnTcpIsFound(String address, boolean local) throws IOException {
    int self = ProcessIdentity.current().pid();
    try (ServerSocketChannel channel = bound(StandardProtocolFamily.INET, address)) {
      Listener expected = new Listener(self, "tcp", address, port(channel));
      assertThat(mine(port(channel))).containsExactly(expected);
      assertThat(expected.isLocal()).isEqualTo(local);
    }
  }

  @ParameterizedTest
  @CsvSource({"::1,true", "::,false"})
  void soIsWhoListensOnTheSixthVersion(String address, boolean local) throws IOException {
    int self = ProcessIdentity.current().pid();
    try (ServerSocketChannel channel = bound(StandardProtocolFamily.INET6, address)) {
      Listener expected = new Listener(self, "tcp6", address, port(channel));
      assertThat(mine(port(channel))).containsExactly(expected);
      assertThat(expected.isLocal()).isEqualTo(local);
    }
  }

  @Test
  void anUnconnectedSocketOfUdpListensAndAConnectionDoesNot() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (DatagramSocket waiting = new DatagramSocket(new InetSocketAddress(here, 0));
        DatagramSocket talking = new DatagramSocket(new InetSocketAddress(here, 0));
        ServerSocket server = new ServerSocket(0, 1, here);
        Socket connection = new Socket(here, server.getLocalPort())) {
      talking.connect(here, waiting.getLocalPort());
      assertThat(mine(waiting.getLocalPort()))
          .extracting(Listener::protocol)
          .allMatch(protocol -> protocol.startsWith("udp"))
          .hasSize(1);
      assertThat(mine(talking.getLocalPort())).isEmpty();
      assertThat(mine(connection.getLocalPort())).isEmpty();
    }
  }

  @Test
  void whoHasNoSocketsListensNowhere() throws IOException {
    try (Run run = Run.sh(directory, "exec sleep 100")) {
      assertThat(Listener.of(List.of(run.pid(), 999_999_999))).isEmpty();
    }
  }
}
