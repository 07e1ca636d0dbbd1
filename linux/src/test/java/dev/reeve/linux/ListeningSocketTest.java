package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningSocketTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  @TempDir Path directory;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, HERE)) {
      return socket.getLocalPort();
    }
  }

  private static Fd copyOf(int port) throws LinuxException {
    try (Fd fd = ListeningSocket.port(HERE, port, false)) {
      return fd.copy();
    }
  }

  @Test
  void aPortListensUntilTheLastCopyIsClosed() throws IOException {
    int port = freePort();
    try (Fd copy = copyOf(port)) {
      assertThat(ListeningSocket.place(copy)).isEqualTo("tcp 127.0.0.1 " + port);
      new Socket(HERE, port).close();
      assertThatThrownBy(() -> ListeningSocket.port(HERE, port, false))
          .isInstanceOfSatisfying(
              LinuxException.class, e -> assertThat(e.is(Errno.EADDRINUSE)).isTrue());
    }
    ListeningSocket.port(HERE, port, false).close();
  }

  @Test
  void placesOfAllKindsAreTold() throws IOException {
    int port = freePort();
    try (Fd udp = ListeningSocket.port(HERE, port, true);
        Fd six = ListeningSocket.port(InetAddress.ofLiteral("::1"), port, false);
        Fd unix = ListeningSocket.path(directory.resolve("x"), 0600, -1, -1);
        Fd file = Run.output(directory.resolve("file"))) {
      assertThat(ListeningSocket.place(udp)).isEqualTo("udp 127.0.0.1 " + port);
      assertThat(ListeningSocket.place(six)).isEqualTo("tcp 0:0:0:0:0:0:0:1 " + port);
      assertThat(ListeningSocket.place(unix)).isEqualTo("unix " + directory.resolve("x"));
      assertThat(ListeningSocket.place(file)).isEmpty();
    }
  }

  @Test
  void aPathIsReplacedOnlyWhenNobodyListensThere() throws IOException {
    Path path = directory.resolve("x");
    ListeningSocket.path(path, 0600, -1, -1).close();
    assertThat(path).exists();
    try (Fd fd = ListeningSocket.path(path, 0640, -1, -1);
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThat((int) Files.getAttribute(path, "unix:mode") & 07777).isEqualTo(0640);
      assertThat(client.connect(UnixDomainSocketAddress.of(path))).isTrue();
      assertThatThrownBy(() -> ListeningSocket.path(path, 0600, -1, -1))
          .hasMessageContaining("EADDRINUSE");
      assertThat(fd.number()).isPositive();
    }
    ListeningSocket.remove(path);
    assertThat(path).doesNotExist();
    Files.writeString(path, "mine");
    assertThatThrownBy(() -> ListeningSocket.path(path, 0600, -1, -1))
        .hasMessageContaining("EADDRINUSE");
    ListeningSocket.remove(path);
    assertThat(path).hasContent("mine");
  }

  @Test
  void permissionsNeverGoThroughALink() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Object before = Files.getAttribute(file, "unix:mode");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertThatThrownBy(() -> ListeningSocket.permit(link, 0777, -1, -1))
        .hasMessageContaining("ENOTSOCK");
    assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(before);
  }

  private PidFd holder(int port) throws IOException {
    try (Fd out = Run.output(directory.resolve("out"));
        Fd fd = ListeningSocket.port(HERE, port, false)) {
      return Spawner.spawn(
              new Launch(
                  Path.of("/bin/sleep"),
                  List.of("sleep", "1000"),
                  Run.PATH,
                  directory,
                  null,
                  out,
                  out,
                  Map.of(5, fd)))
          .pidfd();
    }
  }

  @Test
  void aSocketIsTakenBackFromTheProcessThatHasIt() throws IOException {
    int port = freePort();
    try (PidFd holder = holder(port);
        Fd taken = holder.descriptor(5).orElseThrow()) {
      assertThat(holder.descriptor(77)).isEmpty();
      holder.signal(Signals.KILL);
      Run.awaitReadable(holder.fd());
      holder.reap();
      assertThat(holder.descriptor(5)).isEmpty();
      assertThat(ListeningSocket.place(taken)).isEqualTo("tcp 127.0.0.1 " + port);
      new Socket(HERE, port).close();
    }
  }
}
