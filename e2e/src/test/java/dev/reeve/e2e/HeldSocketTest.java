package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** An init system holds the socket of the daemon, as systemd does with a socket unit. */
@EndToEnd
class HeldSocketTest {
  /** Holds a socket and starts a program with it, again each time it ends. */
  private static final String INIT =
      """
      import os, socket, sys
      path, program = sys.argv[1:]
      held = socket.socket(socket.AF_UNIX)
      held.bind(path)
      held.listen(64)
      print("held", flush=True)
      while True:
          pid = os.fork()
          if pid == 0:
              os.dup2(held.fileno(), 3)
              os.set_inheritable(3, True)
              os.environ["LISTEN_FDS"] = "1"
              os.environ["LISTEN_PID"] = str(os.getpid())
              os.environ["LISTEN_FDNAMES"] = "reeve-control"
              os.execv(program, [program])
          os.waitpid(pid, 0)
      """;

  private static String hello(Reeve reeve) throws Exception {
    try (SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      peer.connect(UnixDomainSocketAddress.of(reeve.socket()));
      peer.write(
          ByteBuffer.wrap(
              "{\"id\":1,\"method\":\"hello\",\"params\":{\"protocol\":1}}\n"
                  .getBytes(StandardCharsets.UTF_8)));
      ByteBuffer answer = ByteBuffer.allocate(64 * 1024);
      while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
        assertThat(peer.read(answer)).as("the daemon answers").isPositive();
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nobodyIsRefusedWhileADaemonFollowsAnother(Reeve reeve) throws Exception {
    Files.createDirectories(reeve.socket().getParent());
    nobodyIsRefused(reeve, reeve.socket());
  }

  @Test
  void theSocketMayBeElsewhereWithALinkToIt(Reeve reeve) throws Exception {
    Files.createDirectories(reeve.socket().getParent());
    Path elsewhere = Files.createDirectories(reeve.home().resolve("held")).resolve("its.sock");
    Files.createSymbolicLink(reeve.socket(), elsewhere);
    nobodyIsRefused(reeve, elsewhere);
    assertThat(reeve.socket()).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
        .isEqualTo("rw-------");
  }

  private static void nobodyIsRefused(Reeve reeve, Path held) throws Exception {
    Path program = Reeve.PRODUCT.resolve("bin/reeved");
    ProcessBuilder builder =
        new ProcessBuilder("python3", "-c", INIT, held.toString(), program.toString());
    builder.environment().put("REEVE_HOME", reeve.home().toString());
    builder.redirectErrorStream(true);
    Process init = builder.start();
    try {
      assertThat(init.inputReader().readLine()).isEqualTo("held");
      String first = hello(reeve);
      reeve.sleeper("api");
      int pid = reeve.pid("api");
      for (int round = 0; round < 2; round++) {
        int daemon = reeve.daemon();
        if (round == 0) {
          new DaemonKiller(reeve).kill();
        } else {
          reeve.run("kill", "--keep-services").ok();
        }
        assertThat(hello(reeve)).isNotEqualTo(first);
        assertThat(reeve.daemon()).isNotEqualTo(daemon);
        assertThat(reeve.pid("api")).isEqualTo(pid);
      }
    } finally {
      init.destroyForcibly().waitFor();
    }
  }
}
