package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all commands; there is no daemon. */
class ReeveTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
  }

  @Test
  void anUnknownCommandNamesTheNearestOne() {
    assertThat(shell.run("strat", "api"))
        .isEqualTo(
            new Ran(
                2,
                "",
                """
                reeve: cannot run 'strat': there is no such command; did you mean 'start'?
                → 'reeve help' shows all commands
                """,
                false));
  }

  @Test
  void aFileInPlaceOfACommandIsExplained() throws IOException {
    shell.program("server");
    assertThat(shell.run("./server").err())
        .contains("→ to start it as a service: reeve start ./server");
  }

  @Test
  void withJsonErrorsAreJsonOnStdout() {
    Ran ran = shell.run("--json", "strat");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .isEqualTo(
            "{\"error\":{\"code\":\"usage\",\"message\":\"cannot run 'strat': there is no such"
                + " command; did you mean 'start'?\",\"hint\":\"'reeve help' shows all commands\"}}\n");
    assertThat(shell.run("ping", "--json").out())
        .startsWith("{\"error\":{\"code\":\"unreachable\"");
    assertThat(shell.run("run", "--", "x", "--json").err()).startsWith("reeve: ");
  }

  @Test
  void nothingAtAllShowsHelpWhileThereIsNothingToList() {
    Ran ran = shell.run();
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("reeve starts the services").contains("Run services");
    assertThat(shell.run("--json").out()).isEqualTo("[]\n");
  }

  @Test
  void nothingAtAllListsServices() throws IOException {
    try (FakeDaemon daemon = new FakeDaemon(shell.socket())) {
      daemon.gives(Methods.LIST, Samples.zoo());
      assertThat(shell.run().out()).contains("api#1", "worker");
      daemon.gives(Methods.LIST, Samples.rows());
      assertThat(shell.run().out()).contains("Run services");
      assertThat(shell.run("list").out()).startsWith("no services yet\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "ls", "status", "logs", "events", "grep x"})
  void lookingStartsNoDaemonWhileThereIsNothingToSee(String line) {
    Ran ran = shell.run(line.split(" "));
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            "no services yet\n→ start one with 'reeve start ./program', or see 'reeve help'\n");
    assertThat(shell.home).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status api", "logs api", "stop api", "info api", "grep x api", "scale api 2"})
  void aNameIsUnknownWhileThereIsNothing(String line) {
    Ran ran = shell.run(line.split(" "));
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err())
        .contains("api: there are no services yet\n→ start one with 'reeve start ./program'\n");
    assertThat(shell.home).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "kill"})
  void withoutADaemonTheExitCodeIs4(String command) {
    Ran ran = shell.run(command);
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).startsWith("reeve: cannot reach the daemon: no daemon answers at ");
  }

  @Test
  void aServiceThatNobodySupervisesDoesNotRun() {
    assertThat(shell.run("is-running", "api")).isEqualTo(new Ran(1, "", "", false));
    assertThat(shell.run("version").out()).isEqualTo("reeve  0.1.0\ndaemon does not run\n");
  }

  @Test
  void theVersionCanBeAskedLikeAnOption() {
    assertThat(shell.run("--version").out()).startsWith("reeve  0.1.0\n");
    assertThat(shell.run("-V", "--json").out())
        .startsWith("{\"client\":\"0.1.0\",\"daemon\":null,");
  }

  @Test
  void globalOptionsMayStandBeforeTheCommand() {
    assertThat(shell.run("--help", "stop").out()).startsWith("reeve stop TARGET…");
    assertThat(shell.run("-q", "list").out()).isEmpty();
  }

  @Test
  void aReaderWhoLeavesIsNoError() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThat(run(gone, "help")).isZero();
  }

  @Test
  void aFullDiskIsAnError() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThat(run(full, "help")).isEqualTo(1);
  }

  private int run(OutputStream out, String... arguments) {
    return Reeve.run(
        new Invocation(
            List.of(arguments),
            Map.copyOf(shell.environment),
            shell.directory,
            shell.install,
            Terminal.plain(out, OutputStream.nullOutputStream())));
  }
}
