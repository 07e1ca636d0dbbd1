package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Methods;
import dev.reeve.api.PortRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsCommandTest {
  private static final PortRow.Rows PORTS =
      new PortRow.Rows(
          List.of(
              new PortRow("api", 1, 4521, "node", "tcp", "127.0.0.1", 8080, true),
              new PortRow("api", 2, 4522, "node", "tcp6", "::", 8081, false),
              new PortRow("api", 2, 4522, "node", "udp", "0.0.0.0", 53, false)));

  @TempDir Path folder;
  private Shell shell;
  private FakeDaemon daemon;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    daemon =
        new FakeDaemon(shell.socket())
            .gives(Methods.LIST, Samples.zoo())
            .gives(Methods.PORTS, PORTS);
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }

  @Test
  void eachSocketIsARowAndWhatOthersReachIsRed() throws IOException {
    Shell.Ran ran = shell.screen(80).run("ports", "api");
    assertThat(ran.exit()).isZero();
    Snapshot.matches("ports", ran.visible());
    assertThat(daemon.last(Methods.PORTS)).isEqualTo("{\"targets\":[\"api\"]}");
  }

  @Test
  void theListHasAColumnOfThemWhenAsked() throws IOException {
    Snapshot.matches("list-ports", shell.screen(120).run("list", "-p").visible());
    assertThat(shell.run("list").out()).doesNotContain("PORTS");
  }

  @Test
  void whereNobodyListensThatIsSaid() {
    daemon.gives(Methods.PORTS, new PortRow.Rows(List.of()));
    assertThat(shell.run("ports").out()).isEqualTo("nobody listens\n");
    assertThat(shell.run("ports", "--json").out()).isEqualTo("[]\n");
  }

  @Test
  void jsonHasTheDocumentedShape() {
    assertThat(shell.run("ports", "--json").out())
        .startsWith(
            "[{\"service\":\"api\",\"instance\":1,\"pid\":4521,\"process\":\"node\","
                + "\"protocol\":\"tcp\",\"address\":\"127.0.0.1\",\"port\":8080,\"local\":true}")
        .hasLineCount(1);
  }
}
