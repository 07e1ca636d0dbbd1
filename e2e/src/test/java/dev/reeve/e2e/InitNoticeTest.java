package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the daemon tells an init system that listens, as sd_notify(3) has it. */
@EndToEnd
class InitNoticeTest {
  // Prints each message on a line, with | between the assignments.
  private static final String LISTENER =
      """
      import os, socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print("bound", flush=True)
      while True:
          print(s.recv(4096).decode().replace("\\n", "|"), flush=True)
      """;

  @Test
  void theDaemonSaysThatItIsReadyThatItLivesAndThatItEnds(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        "services: { a: { command: sleep 1000, startup_grace: 0s }, b: { command: sleep 1000 } }");
    String socket = reeve.folder().resolve("notify").toString();
    Process listening = new ProcessBuilder("python3", "-c", LISTENER, socket).start();
    Process daemon = null;
    try (Talk init = new Talk(listening)) {
      assertThat(init.line()).isEqualTo("bound");
      daemon = daemon(reeve, socket, 400_000);
      assertThat(init.line()).isEqualTo("READY=1|MAINPID=" + daemon.pid() + "|STATUS=0 services");
      assertThat(init.line()).isEqualTo("WATCHDOG=1");
      reeve.run("start", reeve.folder().resolve("reeve.yaml").toString()).ok();
      String line = init.line();
      while (!line.equals("WATCHDOG=1|STATUS=2 services; 2 running")) {
        assertThat(line).matches("(WATCHDOG=1|FDSTORE=1\\|FDPOLL=0\\|FDNAME=[12]-1\\.).*");
        line = init.line();
      }
      assertThat(reeve.run("env", "a").ok().stdout())
          .as("what init says to the daemon is not for services")
          .doesNotContain("NOTIFY_SOCKET")
          .doesNotContain("WATCHDOG_USEC");
      assertThat(Procs.signal(daemon.pid(), 15)).isTrue();
      while (!line.startsWith("STOPPING=1")) {
        assertThat(line).startsWith("WATCHDOG=1");
        line = init.line();
      }
      assertThat(daemon.waitFor()).isZero();
      assertThat(reeve.processes("a")).as("SIGTERM leaves services alone").hasSize(1);

      daemon = daemon(reeve, socket, 0);
      line = init.line();
      while (!line.startsWith("READY=1")) {
        line = init.line();
      }
      assertThat(line)
          .as("said when what was there is known again")
          .isEqualTo("READY=1|MAINPID=" + daemon.pid() + "|STATUS=2 services; 2 running");
      listening.destroyForcibly().waitFor();
    } finally {
      listening.destroyForcibly();
      reeve.run("kill");
      if (daemon != null) {
        daemon.waitFor();
      }
    }
  }

  private static Process daemon(Reeve reeve, String socket, int watchdog) throws IOException {
    List<String> words = new ArrayList<>(List.of(Reeve.PRODUCT.resolve("bin/reeved").toString()));
    ProcessBuilder builder = reeve.builder(List.of()).command(words);
    builder.environment().put("NOTIFY_SOCKET", socket);
    if (watchdog > 0) {
      builder.environment().put("WATCHDOG_USEC", Integer.toString(watchdog));
    }
    return builder.inheritIO().start();
  }
}
