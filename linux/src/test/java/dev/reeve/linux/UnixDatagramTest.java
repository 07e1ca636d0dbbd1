package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixDatagramTest {
  private static final String SENDER =
      """
      use Socket; use IO::Socket::UNIX;
      my $to = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => shift) or die "$!";
      print "pid=$$\\n";
      defined $to->send(eval shift) or die "$!";
      """;

  // A message with two descriptors, which perl alone cannot send.
  private static final String SENDER_OF_DESCRIPTORS =
      """
      import array, os, socket, sys
      to = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      to.connect(sys.argv[1])
      fds = array.array('i', [0, 1])
      to.sendmsg([b'FDSTORE=1'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
      """;

  @TempDir Path directory;

  @Test
  void aMessageComesWithItsSender() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path);
        Run run = send(path, "\"READY=1\\nSTATUS=Grüße\"")) {
      Run.awaitReadable(socket.fd());
      UnixDatagram.Received received = socket.receive().orElseThrow();
      assertThat(received.text()).isEqualTo("READY=1\nSTATUS=Grüße");
      assertThat(received.bytes())
          .isEqualTo("READY=1\nSTATUS=Grüße".getBytes(StandardCharsets.UTF_8));
      assertThat(received.pid()).isEqualTo(run.pid());
      assertThat(received.uid()).isEqualTo(Users.effectiveUid());
      assertThat(received.gid()).isEqualTo(Users.effectiveGid());
      assertThat(received.truncated()).isFalse();
      assertThat(socket.receive()).isEmpty();
    }
  }

  @Test
  void anEmptyMessageIsAMessage() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path);
        Run run = send(path, "''")) {
      Run.awaitReadable(run.child.pidfd().fd());
      assertThat(socket.receive()).hasValueSatisfying(m -> assertThat(m.bytes()).isEmpty());
    }
  }

  @Test
  void messagesOfAProcessThatHasEndedKeepTheirSenderAndOrder() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path);
        Run run = send(path, "do { $to->send(\"N=$_\") for 1..3; 'N=4' }")) {
      Run.awaitReadable(run.child.pidfd().fd());
      for (int i = 1; i <= 4; i++) {
        UnixDatagram.Received received = socket.receive().orElseThrow();
        assertThat(received.text()).isEqualTo("N=" + i);
        assertThat(received.pid()).isEqualTo(run.pid());
      }
      assertThat(socket.receive()).isEmpty();
    }
  }

  @Test
  void aMessageThatIsTooLongIsCutAndMarked() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path);
        Run run = send(path, "do { $to->send('x' x 4096); 'y' x 4097 }")) {
      Run.awaitReadable(socket.fd());
      Run.awaitReadable(run.child.pidfd().fd());
      UnixDatagram.Received longest = socket.receive().orElseThrow();
      assertThat(longest.text()).isEqualTo("x".repeat(4096));
      assertThat(longest.truncated()).isFalse();
      UnixDatagram.Received longer = socket.receive().orElseThrow();
      assertThat(longer.text()).isEqualTo("y".repeat(4096));
      assertThat(longer.truncated()).isTrue();
    }
  }

  @Test
  void descriptorsThatComeAlongAreClosed() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path)) {
      // Files that are open in this process are of this test when they are under its directory.
      for (int i = 0; i < 3; i++) {
        try (Run run =
            Run.program(
                directory, "/usr/bin/python3", "-c", SENDER_OF_DESCRIPTORS, path.toString())) {
          Run.awaitReadable(socket.fd());
          assertThat(socket.receive().orElseThrow().text()).isEqualTo("FDSTORE=1");
          Run.awaitReadable(run.child.pidfd().fd());
        }
      }
      assertThat(openFilesBelow(directory)).isEmpty();
    }
  }

  private static List<String> openFilesBelow(Path directory) throws IOException {
    List<String> open = new ArrayList<>();
    String self = "/proc/" + ProcessIdentity.current().pid() + "/fd";
    for (int number : ProcTable.numbers(self)) {
      Path link = Path.of(self, Integer.toString(number));
      if (Files.isSymbolicLink(link)) {
        String target = Files.readSymbolicLink(link).toString();
        if (target.startsWith(directory.toString())) {
          open.add(target);
        }
      }
    }
    return open;
  }

  @Test
  void onlyItsUserMaySendUnlessAskedOtherwise() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path)) {
      assertThat(socket.path()).isEqualTo(path);
      assertThat(permissions(path)).isEqualTo("rw-------");
    }
    try (UnixDatagram socket = UnixDatagram.bind(path, 0666)) {
      assertThat(permissions(socket.path())).isEqualTo("rw-rw-rw-");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aSocketThatWasLeftBehindIsReplacedAndClosingRemovesIt() throws IOException {
    Path path = directory.resolve("notify");
    UnixDatagram old = UnixDatagram.bind(path);
    try (UnixDatagram socket = UnixDatagram.bind(path)) {
      // What is there now is not the old one's to remove.
      old.close();
      assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
      try (Run run = send(path, "'READY=1'")) {
        Run.awaitReadable(socket.fd());
        assertThat(socket.receive().orElseThrow().pid()).isEqualTo(run.pid());
      }
    }
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void aFileThatIsNoSocketIsLeftAlone() throws IOException {
    Path path = Files.writeString(directory.resolve("notify"), "precious");
    assertThatThrownBy(() -> UnixDatagram.bind(path))
        .isInstanceOf(LinuxException.class)
        .hasMessage("bind(" + path + "): there is a file that is no socket (EADDRINUSE)");
    assertThat(path).hasContent("precious");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nothing"));
    assertThatThrownBy(() -> UnixDatagram.bind(link)).hasMessageEndingWith("(EADDRINUSE)");
  }

  @Test
  void aPathMayBeAsLongAsTheKernelTakesAndNoLonger() throws IOException {
    String room = "x".repeat(UnixDatagram.LONGEST_PATH - directory.toString().length() - 1);
    try (UnixDatagram socket = UnixDatagram.bind(directory.resolve(room));
        Run run = send(socket.path(), "'READY=1'")) {
      Run.awaitReadable(socket.fd());
      assertThat(socket.receive().orElseThrow().pid()).isEqualTo(run.pid());
    }
    Path longer = directory.resolve(room + "x");
    assertThatThrownBy(() -> UnixDatagram.bind(longer))
        .isInstanceOfSatisfying(
            LinuxException.class, e -> assertThat(e.is(Errno.ENAMETOOLONG)).isTrue())
        .hasMessage(
            "bind("
                + longer
                + "): the path has 108 bytes, a socket's has at most 107 (ENAMETOOLONG)");
  }

  @Test
  void aMissingDirectoryIsReported() {
    Path path = directory.resolve("missing/notify");
    assertThatThrownBy(() -> UnixDatagram.bind(path))
        .hasMessage("bind(" + path + "): No such file or directory (ENOENT)");
  }

  private Run send(Path to, String expression) throws IOException {
    return Run.program(directory, "/usr/bin/perl", "-e", SENDER, to.toString(), expression);
  }
}
