package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdNotifyTest {
  // Listens at an abstract socket, of which Java cannot be the owner.
  private static final String ABSTRACT_LISTENER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(b'\\0' + sys.argv[1].encode())
      print('bound', flush=True)
      print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
      data, fds, flags, who = socket.recv_fds(s, 4096, 1)
      os.write(fds[0], b'through ' + data)
      """;

  @TempDir Path directory;

  @Test
  void aSocketOfTheFileSystemHearsEveryWord() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path);
        SdNotify notify = SdNotify.to(path.toString()).orElseThrow()) {
      notify.say("READY=1\nSTATUS=Grüße");
      assertThat(notify.mention("WATCHDOG=1")).isTrue();
      UnixDatagram.Received first = socket.receive().orElseThrow();
      assertThat(first.text()).isEqualTo("READY=1\nSTATUS=Grüße");
      assertThat(first.pid()).isEqualTo((int) ProcessHandle.current().pid());
      assertThat(socket.receive().orElseThrow().text()).isEqualTo("WATCHDOG=1");
    }
  }

  @Test
  void anAbstractSocketHearsEveryWordAndGetsDescriptors() throws Exception {
    String name = "reeve-test-" + ProcessHandle.current().pid();
    Process listener =
        new ProcessBuilder("python3", "-c", ABSTRACT_LISTENER, name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path file = directory.resolve("given");
    try (var said = listener.inputReader();
        SdNotify notify = SdNotify.to("@" + name).orElseThrow();
        Fd given = Fd.open(file, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600)) {
      assertThat(said.readLine()).isEqualTo("bound");
      notify.say("READY=1\nMAINPID=7");
      assertThat(said.readLine()).isEqualTo("READY=1 MAINPID=7");
      notify.say("FDSTORE=1", given);
      assertThat(listener.waitFor()).isZero();
      assertThat(file).hasContent("through FDSTORE=1");
    } finally {
      listener.destroyForcibly();
    }
  }

  @Test
  void whatIsOnlyMentionedIsLostWhenNobodyReadsIt() throws IOException {
    Path path = directory.resolve("notify");
    try (UnixDatagram socket = UnixDatagram.bind(path);
        SdNotify notify = SdNotify.to(path.toString()).orElseThrow()) {
      int said = 0;
      while (notify.mention("WATCHDOG=1")) {
        said++;
      }
      assertThat(said).isPositive();
      assertThat(socket.receive()).isPresent();
      assertThat(notify.mention("WATCHDOG=1")).isTrue();
    }
  }

  @Test
  void nobodyThereIsAnError() throws IOException {
    Path path = directory.resolve("nobody");
    try (SdNotify notify = SdNotify.to(path.toString()).orElseThrow()) {
      assertThatThrownBy(() -> notify.say("READY=1"))
          .isInstanceOf(LinuxException.class)
          .hasMessageContaining("sendmsg(" + path + ")")
          .hasMessageContaining("ENOENT");
    }
  }

  @Test
  void otherAddressesAreNotForUs() throws IOException {
    assertThat(SdNotify.to("")).isEmpty();
    assertThat(SdNotify.to("vsock:2:1234")).isEmpty();
    assertThatThrownBy(() -> SdNotify.to("/" + "x".repeat(107)))
        .isInstanceOf(LinuxException.class)
        .hasMessageContaining("ENAMETOOLONG");
  }
}
