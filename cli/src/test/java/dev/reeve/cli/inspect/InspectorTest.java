package dev.reeve.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
  @TempDir Path folder;

  private static Inspector self() {
    return new Inspector((int) ProcessHandle.current().pid());
  }

  @Test
  void thisProcessIsSeenAsItIs() throws IOException {
    Look look = self().look();
    ProcessHandle handle = ProcessHandle.current();
    assertThat(look.pid()).isEqualTo((int) handle.pid());
    assertThat(look.parent()).isEqualTo((int) handle.parent().orElseThrow().pid());
    assertThat(look.command().getFirst()).contains("java");
    assertThat(look.executable()).endsWith("/java");
    assertThat(look.directory()).isEqualTo(Path.of("").toAbsolutePath().toString());
    assertThat(look.threads()).isGreaterThan(3);
    assertThat(look.bytes("VmRSS")).isGreaterThan(1 << 20);
    assertThat(look.userMillis()).isPositive();
    long started = handle.info().startInstant().orElseThrow().toEpochMilli();
    assertThat(look.startedAt()).isBetween(started - 2000, started + 2000);
    assertThat(look.limits()).extracting(Look.Limit::name).contains("open files", "cpu time");
    assertThat(look.namespaces()).containsKeys("net", "pid");
    assertThat(self().isStill(look)).isTrue();
  }

  @Test
  void whatItHasOpenIsSeen() throws IOException {
    Path file = Files.writeString(folder.resolve("open \033[2J file"), "0123456789");
    try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ);
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      open.position(7);
      List<OpenFile> files = self().files().orElseThrow();
      assertThat(files)
          .anySatisfy(one -> {
            assertThat(one.target()).isEqualTo(file.toRealPath().toString());
            assertThat(one.kind()).isEqualTo("file");
            assertThat(one.access()).isEqualTo("r");
            assertThat(one.position()).isEqualTo(7);
          });
      assertThat(self().sockets(files))
          .anySatisfy(socket -> {
            assertThat(socket.protocol()).startsWith("tcp");
            assertThat(socket.local()).endsWith("127.0.0.1:" + server.getLocalPort());
            assertThat(socket.state()).isEqualTo("listen");
            assertThat(socket.remote()).isEmpty();
          });
    }
  }

  @Test
  void theTreeLeadsFromTheFirstProcessThroughThisOneToItsChildren() throws IOException {
    Process child = new ProcessBuilder("sleep", "1000").start();
    try {
      List<Relative> tree = self().tree();
      int own = (int) ProcessHandle.current().pid();
      assertThat(tree).extracting(Relative::pid).contains(own, (int) child.pid());
      Relative below =
          tree.stream().filter(one -> one.pid() == child.pid()).findFirst().orElseThrow();
      assertThat(below.parent()).isEqualTo(own);
      assertThat(below.depth()).isEqualTo(1);
      assertThat(below.command()).isEqualTo("sleep 1000");
    } finally {
      child.destroyForcibly();
    }
  }

  @Test
  void theEnvironmentIsThatOfItsBeginning() {
    assertThat(self().environment().orElseThrow()).containsKey("PATH");
    assertThat(self().raw()).containsKeys("status", "stat", "limits");
  }

  @Test
  void whatIsNotThereIsNoProcess() {
    assertThatThrownBy(() -> new Inspector(Integer.MAX_VALUE).look())
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aHostileNameDoesNotConfuseIt() throws IOException {
    Path process = Files.createDirectory(folder.resolve("4711"));
    Files.writeString(
        process.resolve("stat"),
        "4711 (a) R 1 (\n) S 42 4711 4700 34817 0 0 0 0 0 0 250 50 0 0 20 5 3 0 1000 0 0 0");
    Files.writeString(process.resolve("cmdline"), "one\0\0three\0no end");
    Inspector inspector = new Inspector(folder, 4711);
    Look look = inspector.look();
    assertThat(look.name()).isEqualTo("a) R 1 (\n");
    assertThat(look.parent()).isEqualTo(42);
    assertThat(look.userMillis()).isEqualTo(2500);
    assertThat(look.terminal()).isEqualTo("136:1");
    assertThat(look.nice()).isEqualTo(5);
    assertThat(look.threads()).isEqualTo(3);
    assertThat(look.command()).containsExactly("one", "", "three", "no end");
    assertThat(look.io()).isNull();
    assertThat(look.executable()).isNull();
    assertThat(inspector.environment()).isEmpty();
    assertThat(inspector.files()).isEmpty();
  }

  @Test
  void anEndlessFileIsReadToABound() throws IOException {
    assertThat(ProcText.read(Path.of("/dev/zero"), 1000)).hasSize(1000);
  }
}
